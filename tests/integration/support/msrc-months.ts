/** A product of Microsoft's documents: id and full name. */
const PRODUCTS = {
  '11923': 'Windows Server 2022',
  '12243': 'Windows 11 Version 23H2 for x64-based Systems',
  '10754': 'Microsoft Office 2016 (64-bit edition)',
  '11762': 'Microsoft 365 Apps for Enterprise for 64-bit Systems',
} as const;

type ProductId = keyof typeof PRODUCTS;

export interface MsrcFix {
  readonly cve: string;
  readonly product: ProductId;
  /** Number of the update; null = something else, such as Click to Run. */
  readonly kb: string | null;
  readonly build?: string;
  readonly replaces?: string;
  readonly severity?: string;
  readonly exploited?: boolean;
}

/** A flaw of which Microsoft has no update for a product: what it recommends instead, in its own words. */
export interface MsrcAdvice {
  /** `CVE-…` or `ADV…`. */
  readonly id: string;
  readonly title: string;
  readonly products: readonly ProductId[];
  readonly severity?: string;
  readonly mitigation?: string;
  readonly workaround?: string;
  /** What its notes say. */
  readonly notes?: string;
}

/** A monthly document of Microsoft's (CVRF, API v3.0) as JSON. */
export function msrcMonth(
  month: string,
  released: string,
  fixes: readonly MsrcFix[],
  advice: readonly MsrcAdvice[] = [],
): string {
  return JSON.stringify({
    DocumentTitle: { Value: `${month} Security Updates` },
    DocumentTracking: {
      Identification: { ID: { Value: month } },
      InitialReleaseDate: `${released}T07:00:00`,
      CurrentReleaseDate: `${released}T07:00:00`,
    },
    ProductTree: {
      Branch: [],
      FullProductName: Object.entries(PRODUCTS).map(([ProductID, Value]) => ({ ProductID, Value })),
    },
    Vulnerability: [...fixes.map(vulnerabilityOf), ...advice.map(advisoryOf)],
  });
}

function vulnerabilityOf({ cve, product, kb, build = '', replaces = '', severity, exploited }: MsrcFix) {
  return {
    Title: { Value: `Flaw ${cve}` },
    CVE: cve,
    ProductStatuses: [{ ProductID: [product], Type: 'Known Affected' }],
    Threats: [
      { Description: { Value: severity ?? 'Important' }, ProductID: [product], Type: 'Severity' },
      {
        Description: { Value: `Publicly Disclosed:No;Exploited:${exploited ? 'Yes' : 'No'}` },
        ProductID: [],
        Type: 'Exploit Status',
      },
    ],
    CVSSScoreSets: [
      {
        BaseScore: 7.8,
        Vector: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H/E:U/RL:O/RC:C',
        ProductID: [product],
      },
    ],
    Remediations: [
      {
        Description: { Value: kb ?? 'Click to Run' },
        URL: 'https://catalog.update.microsoft.com/',
        ProductID: [product],
        Type: 'Vendor Fix',
        Supercedence: replaces,
        RestartRequired: { Value: 'Yes' },
        SubType: 'Security Update',
        FixedBuild: build,
      },
    ],
  };
}

function advisoryOf({ id, title, products, severity = 'Important', ...said }: MsrcAdvice) {
  const { mitigation, workaround, notes } = said;
  const remediation = (Type: string, text: string | undefined) =>
    text === undefined
      ? []
      : [{ Description: { Value: text }, URL: '', ProductID: [], Type, RestartRequired: {}, SubType: '' }];
  return {
    Title: { Value: title },
    Notes: notes === undefined ? [] : [{ Title: 'Description', Type: 2, Ordinal: '0', Value: notes }],
    CVE: id,
    ProductStatuses: [{ ProductID: products, Type: 'Known Affected' }],
    Threats: [{ Description: { Value: severity }, ProductID: products, Type: 'Severity' }],
    CVSSScoreSets: [],
    Remediations: [...remediation('Workaround', workaround), ...remediation('Mitigation', mitigation)],
  };
}
