-- What Files holds for a contact, so that it hides from whom nothing is shared with where the business wants that.
CREATE FUNCTION holds_files(t uuid, c uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM document d WHERE d.tenant_id = t AND d.contact_id = c AND document_shown(d))
$$;
