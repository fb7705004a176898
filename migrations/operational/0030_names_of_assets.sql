-- The names of an asset are asked for the hosts of a report; the primary key begins with the name.
CREATE INDEX asset_name_by_asset ON asset_name (asset_id, name);
-- `event_by_kind` has the same and the sequence number, which the row id is anyway.
DROP INDEX event_kind;
