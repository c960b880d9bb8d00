-- Which version of the description (shared/manifest/describe.hpp) the header and the derived part of an instance are of. What was
-- there before has version 0: it is described again in the background.

ALTER TABLE instance ADD COLUMN described INTEGER NOT NULL DEFAULT 0;
CREATE INDEX instance_by_description ON instance (described);
