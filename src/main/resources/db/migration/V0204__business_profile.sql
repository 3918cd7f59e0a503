-- Who the business is in law, as invoices, contracts and the imprint name it.
CREATE TABLE business_profile (
  tenant_id  uuid PRIMARY KEY REFERENCES tenant ON DELETE CASCADE,
  legal_name text NOT NULL DEFAULT '' CHECK (char_length(legal_name) <= 200),
  address    text NOT NULL DEFAULT '' CHECK (char_length(address) <= 500),
  tax_id     text NOT NULL DEFAULT '' CHECK (char_length(tax_id) <= 60),
  currency   char(3) NOT NULL DEFAULT 'EUR' CHECK (currency ~ '^[A-Z]{3}$'),
  version    int NOT NULL DEFAULT 0
);
CALL wall('business_profile');
CALL nobody('business_profile', 'the business itself');
