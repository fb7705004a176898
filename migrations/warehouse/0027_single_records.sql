-- false = single records of a feed that is published record by record: taken in and followed, but no sign that it is fresh.
ALTER TABLE feed_load ADD COLUMN whole BOOLEAN DEFAULT true;
