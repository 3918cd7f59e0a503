-- Whether a file is one that the business keeps with a contact: what its own programs may read who read documents.
CREATE FUNCTION media_documented(of_tenant uuid, object uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM document d WHERE d.tenant_id = of_tenant AND d.media_id = object)
$$;
COMMENT ON COLUMN media_object.staff_id IS 'who of the business: a person of staff, or the key of a program';
