-- A report about somebody who moderates, or about what they wrote, is decided by others who do, or by the business.
CREATE OR REPLACE FUNCTION report_moderated(r report, c uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN r.person_id IS NOT NULL
                THEN r.person_id <> c AND coalesce(group_role(r.tenant_id, r.group_id, c) IN ('owner', 'admin', 'moderator'), false)
              ELSE EXISTS (SELECT FROM post p JOIN channel ch ON ch.tenant_id = p.tenant_id AND ch.id = p.channel_id
                             LEFT JOIN comment k ON k.tenant_id = r.tenant_id AND k.post_id = p.id AND k.id = r.comment_id
                            WHERE p.tenant_id = r.tenant_id AND p.id = r.post_id AND channel_moderated(ch, c)
                              AND CASE WHEN r.comment_id IS NULL THEN p.author_id ELSE k.author_id END IS DISTINCT FROM c) END
$$;
