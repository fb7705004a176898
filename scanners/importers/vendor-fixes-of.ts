/** Which systems a vendor's fixes are for: the beginning of an id, and how tools name the system. */
const systems: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:DSA|DLA|DTSA)-/, /debian|raspbian/],
  [/^(?:USN|LSN|SSN)-/, /ubuntu/],
  [/^RH[SBE]A-/, /red ?hat|rhel|centos/],
  [/^CE[SB]A-/, /centos/],
  [/^AL[SBE]A-/, /alma/],
  [/^RL[SBE]A-/, /rocky/],
  [/^(?:EL[SBE]A|OVMSA)-/, /oracle|(?:^|\W)ol\b/],
  [/^ALAS/, /amazon|amzn/],
  [/^(?:open)?SUSE-/, /suse|sles/],
  [/^FEDORA-EPEL-/, /red ?hat|rhel|centos|alma|rocky|oracle|epel/],
  [/^FEDORA-/, /fedora/],
  [/^PHSA-/, /photon/],
  [/^GLSA-/, /gentoo/],
  [/^MGASA-/, /mageia/],
  [/^EulerOS-SA-/, /euleros/],
  [/^NewStart-CGSL-SA-/, /newstart|cgsl/],
  [/^ASA-/, /arch/],
  [/^FreeBSD-SA-/, /freebsd/],
  [/^(?:KB\d|MS\d\d-)/, /windows/],
];

/**
 * Of the fixes that the links of a vulnerability name, those of the system's own vendor: a list of references leads to the
 * advisories of everybody who ships the software.
 * @param system as the tool names it, or the type and namespace of a package URL (`deb/debian`); null = not known
 */
export function fixesOfVendor(fixes: readonly string[], system: string | null): string[] {
  const name = (system ?? '').toLowerCase();
  return fixes.filter((fix) => {
    const [, own] = systems.find(([id]) => id.test(fix)) ?? [];
    return own !== undefined && name !== '' && own.test(name);
  });
}
