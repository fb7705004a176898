import { hostBook, type HostBook } from './host-book.ts';
import { flawOf, nameOf, productOf, sightTimes, type HostParts } from './report-flaw.ts';
import { namedCves, vendorFixes } from './report-identifiers.ts';
import type { ReportSink } from './report-importer.ts';
import { readCvss, severityOfWord } from './report-rating.ts';
import { reportClock, type ReportClock } from './report-time.ts';

/** A cell or field by any of its names, in lower case: JSON and CSV write the same names in other case. */
export type DefenderField = (...names: readonly string[]) => string;

export interface DefenderReading {
  readonly book: HostBook;
  readonly clock: ReportClock;
  readonly sink: ReportSink;
}

/** Microsoft writes times without a zone and says that they are UTC. */
export function defenderReading(sink: ReportSink): DefenderReading {
  return { book: hostBook(), clock: reportClock('UTC'), sink };
}

/** Devices are known by the id that Defender gave them. The export is a state, not a scan: nothing is complete. */
function deviceOf(id: string, parts: Partial<HostParts>): HostParts {
  return { key: id, cloudId: `defender/${id}`, ...parts };
}

/** A row of "machines": what the other documents name by id only. */
export function noteMachine(
  field: DefenderField,
  addresses: readonly string[],
  { book, sink }: DefenderReading,
): void {
  const id = field('id');
  if (id === '') return sink.skip('no host');
  const onboarding = field('onboardingstatus');
  book.note(
    deviceOf(id, {
      name: nameOf(field('computerdnsname')),
      addresses: [field('lastipaddress'), ...addresses],
      os: [field('osplatform'), field('osversion') || field('version')]
        .filter((part) => part !== '')
        .join(' '),
      credentialed: onboarding === '' ? null : onboarding === 'Onboarded',
    }),
  );
}

/** A row of "software vulnerabilities by machine", as JSON, CSV or from the older API. */
export function emitVulnerability(field: DefenderField, record: number, reading: DefenderReading): void {
  const { book, clock, sink } = reading;
  const id = field('deviceid', 'machineid');
  const cve = field('cveid');
  if (id === '') return sink.skip('no host');
  book.note(
    deviceOf(id, {
      name: nameOf(field('devicename')),
      os: [field('osplatform'), field('osversion')].filter((part) => part !== '').join(' ') || null,
      credentialed: /^true$/i.test(field('isonboarded')) ? true : null,
    }),
  );
  if (cve === '') return sink.skip('no flaw named');
  const vendor = field('softwarevendor', 'productvendor');
  const name = field('softwarename', 'productname');
  const kb = field('recommendedsecurityupdateid', 'fixingkbid');
  const named = field('recommendedsecurityupdate');
  // Of Linux it is the id of an OVAL definition, which nobody can install.
  const update = named.includes('_oval:') ? '' : named;
  sink.flaw(
    flawOf({
      host: id,
      record,
      check: cve,
      title: `${name === '' ? 'Software' : name}: ${cve}`,
      product: productOf({
        name: [vendor, name].filter((part) => part !== '').join(' '),
        keyedBy: 'product',
        installed: field('softwareversion', 'productversion'),
      }),
      fixes: vendorFixes(/^\d{6,8}$/.test(kb) ? `KB${kb}` : kb),
      ...namedCves(cve),
      severity: severityOfWord(field('vulnerabilityseveritylevel', 'severity')),
      cvss: readCvss('3.1', field('cvssscore'), null),
      status: /^fixed$/i.test(field('status')) ? 'fixed' : 'open',
      evidence: [field('diskpaths'), field('registrypaths')].filter((part) => part !== '').join('\n'),
      remedy: update === '' ? null : `Install ${update}.`,
      ...sightTimes(clock, field('firstseentimestamp'), field('lastseentimestamp')),
    }),
  );
}
