-- As before, but Ubuntu's signed kernels are those of the source that they sign (linux-signed-aws: linux-aws), in its version.
CREATE OR REPLACE MACRO advice_key_of(platform, name, arch, version, source, source_version, module) AS
  CASE WHEN starts_with(name, 'pkg:') THEN concat_ws(chr(9), 'purl/', name, version, '', '')
    WHEN platform IS NULL THEN NULL
    WHEN starts_with(platform, 'debian/') AND starts_with(source, 'linux-signed-')
    THEN concat_ws(chr(9), platform, 'linux', version, '', '')
    WHEN starts_with(platform, 'ubuntu/')
    THEN concat_ws(chr(9), platform, regexp_replace(source, '^linux-signed(-|$)', 'linux\1'), source_version, '', '')
    WHEN list_contains(['debian', 'alpine', 'arch', 'freebsd'], split_part(platform, '/', 1))
    THEN concat_ws(chr(9), platform, source, source_version, '', '')
    ELSE concat_ws(chr(9), platform, name || '.' || arch, version, source, coalesce(module, '')) END;
