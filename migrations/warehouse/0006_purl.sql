-- Windows and packages of languages, judged by what feeds say.

-- Updates that alone say whether a product has its fixes, as JSON; null = versions do.
ALTER TABLE advice ADD COLUMN updates VARCHAR;

-- As before, and for packages that a purl names: they are the same on every system, also where no feed knows the system.
CREATE OR REPLACE MACRO advice_key_of(platform, name, arch, version, source, source_version, module) AS
  CASE WHEN starts_with(name, 'pkg:') THEN concat_ws(chr(9), 'purl/', name, version, '', '')
    WHEN platform IS NULL THEN NULL
    WHEN list_contains(['debian', 'ubuntu', 'alpine', 'arch', 'freebsd'], split_part(platform, '/', 1))
    THEN CASE WHEN starts_with(source, 'linux-signed-') THEN concat_ws(chr(9), platform, 'linux', version, '', '')
      ELSE concat_ws(chr(9), platform, source, source_version, '', '') END
    ELSE concat_ws(chr(9), platform, name || '.' || arch, version, source, coalesce(module, '')) END;
