-- An address that a person had before is theirs too: mails name whom they were written to, so what went to a former address
-- is exported and erased with the rest. Where it was written to somebody else as well it stays, as with every shared address.
CREATE OR REPLACE FUNCTION person_addresses(person uuid) RETURNS TABLE (address text, shared boolean) LANGUAGE sql STABLE AS $$
  WITH here AS (SELECT current_setting('app.tenant')::uuid AS id),
  own AS (
    SELECT o.email, bool_or(o.proven) AS proven
      FROM (SELECT c.email, false AS proven FROM portal.contact c, here WHERE c.tenant_id = here.id AND c.id = person
            UNION ALL
            SELECT a.email, true FROM portal.account a, here WHERE a.tenant_id = here.id AND a.contact_id = person
            UNION ALL
            SELECT DISTINCT m.recipient, false FROM portal.mail_outbox m, here WHERE m.tenant_id = here.id AND m.contact_id = person) o
     GROUP BY o.email)
  SELECT o.email,
         EXISTS (SELECT FROM portal.account a, here WHERE a.tenant_id = here.id AND a.email = o.email AND a.contact_id <> person)
         OR NOT o.proven AND (
           EXISTS (SELECT FROM portal.contact c, here WHERE c.tenant_id = here.id AND c.email = o.email AND c.id <> person)
           OR EXISTS (SELECT FROM portal.mail_outbox m, here
                       WHERE m.tenant_id = here.id AND m.recipient = o.email AND m.contact_id <> person))
    FROM own o
$$;
