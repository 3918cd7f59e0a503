-- How many connections each node holds open for a tenant that has a limit of them. A node renews its row while it lives: what
-- one leaves behind that was killed is nobody's after half a minute.
CREATE TABLE socket_place (
  tenant_id uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  node      uuid NOT NULL,
  open      int NOT NULL CHECK (open >= 0),
  until     timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, node)
);
CALL wall('socket_place');
CALL nobody('socket_place', 'how many connections are open');
