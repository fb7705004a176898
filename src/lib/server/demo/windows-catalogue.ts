export const windowsReleases = ['windows-server-2019', 'windows-server-2022', 'windows-11'] as const;
export type WindowsRelease = (typeof windowsReleases)[number];

/** One product of a Windows host; its version counts on with each update as in the Linux catalogue. */
export interface WindowsProduct {
  readonly product: string;
  readonly version: string;
  /** Chance of an update on a Patch Tuesday; null = its maker releases when it is ready. */
  readonly tuesday: number | null;
  /** Days between updates on average where no Tuesday counts. */
  readonly everyDays: number;
  /** Where it runs: every host of these releases, or only what fits the kind of host. */
  readonly on: readonly ('server' | 'workplace' | 'database' | 'mail' | 'os')[];
  readonly vendor: 'Microsoft' | 'other';
}

interface Row {
  readonly product: string;
  readonly version: string;
  readonly on: WindowsProduct['on'];
}

function monthly(tuesday: number, row: Row): WindowsProduct {
  return { ...row, tuesday, everyDays: 0, vendor: 'Microsoft' };
}

function anyDay(everyDays: number, row: Row, vendor: WindowsProduct['vendor'] = 'other'): WindowsProduct {
  return { ...row, tuesday: null, everyDays, vendor };
}

/** The system itself: one cumulative update a month. */
export const windowsSystems: Readonly<Record<WindowsRelease, WindowsProduct & { readonly edition: string }>> =
  {
    'windows-server-2019': {
      ...monthly(1, { product: 'Windows Server 2019', version: '10.0.17763.{6414+148}', on: ['os'] }),
      edition: '2019',
    },
    'windows-server-2022': {
      ...monthly(1, { product: 'Windows Server 2022', version: '10.0.20348.{2762+138}', on: ['os'] }),
      edition: '2022',
    },
    'windows-11': {
      ...monthly(1, { product: 'Windows 11', version: '10.0.22631.{4317+143}', on: ['os'] }),
      edition: '11',
    },
  };

export const windowsProducts: readonly WindowsProduct[] = [
  monthly(0.45, { product: '.NET Framework 4.8.1', version: '4.8.{9282+11}.0', on: ['server', 'workplace'] }),
  monthly(0.4, { product: '.NET Runtime 8.0', version: '8.0.{10}', on: ['server'] }),
  monthly(0.9, { product: 'Microsoft 365 Apps', version: '16.0.{17928+130}.20216', on: ['workplace'] }),
  monthly(0.3, { product: 'SQL Server 2019', version: '15.0.{4390+12}.2', on: ['database'] }),
  monthly(0.25, { product: 'Exchange Server 2019', version: '15.2.{1544+36}.11', on: ['mail'] }),
  monthly(0.15, {
    product: 'Visual C++ 2022 Redistributable',
    version: '14.{38}.33135.0',
    on: ['server', 'workplace'],
  }),
  monthly(0.2, { product: 'PowerShell 7.4', version: '7.4.{5}', on: ['server'] }),
  anyDay(
    14,
    { product: 'Microsoft Edge', version: '{130}.0.2849.46', on: ['server', 'workplace'] },
    'Microsoft',
  ),
  anyDay(
    60,
    { product: 'Microsoft Teams', version: '24{240+11}.1112.3205.8252', on: ['workplace'] },
    'Microsoft',
  ),
  anyDay(
    45,
    { product: 'Microsoft Defender', version: '4.18.{24080+10}.9', on: ['server', 'workplace'] },
    'Microsoft',
  ),
  anyDay(16, { product: 'Google Chrome', version: '{130}.0.6723.58', on: ['workplace'] }),
  anyDay(28, { product: 'Mozilla Firefox ESR', version: '128.{3}.0', on: ['workplace'] }),
  anyDay(40, { product: 'Adobe Acrobat Reader', version: '24.{3+2}.20180', on: ['workplace'] }),
  anyDay(90, { product: '7-Zip', version: '24.{8}.0.0', on: ['server', 'workplace'] }),
  anyDay(110, { product: 'Notepad++', version: '8.{7}.0', on: ['server'] }),
  anyDay(90, { product: 'VMware Tools', version: '12.{4}.5', on: ['server'] }),
  anyDay(90, { product: 'Oracle Java 17', version: '17.0.{12}.0', on: ['database'] }),
  anyDay(35, { product: 'Zoom Workplace', version: '6.{2}.3.47507', on: ['workplace'] }),
  anyDay(150, { product: 'PuTTY', version: '0.{81}.0.0', on: ['server'] }),
  anyDay(120, { product: 'WinSCP', version: '6.3.{5}.0', on: ['server'] }),
];

/** The version after `step` updates. */
export function windowsVersion({ version }: WindowsProduct, step: number): string {
  return version.replace(/\{(\d+)(?:\+(\d+))?\}/g, (_, start: string, by?: string) =>
    String(Number(start) + step * Number(by ?? 1)),
  );
}
