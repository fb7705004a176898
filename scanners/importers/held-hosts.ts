import type { ReportImporter, ReportSink } from './report-importer.ts';

/**
 * What a file holds, in the words of whoever imports it: `selection` = a part of what the tool found, `everything` = all
 * that it finds on each host in it.
 */
export const reportHoldings = ['selection', 'everything'] as const;

export type ReportHolds = (typeof reportHoldings)[number];

/** Narrows a text that somebody gave. */
export function isReportHolds(text: string): text is ReportHolds {
  return (reportHoldings as readonly string[]).includes(text);
}

/**
 * The importer as somebody says that its file is to be taken: of a selection no host is complete, of everything each is,
 * also one that the file does not show as finished. Whether the tool logged in stays what the file says.
 */
export function heldImporter(importer: ReportImporter, holds: ReportHolds): ReportImporter {
  return { ...importer, read: (input, sink) => importer.read(input, heldSink(sink, holds)) };
}

function heldSink(sink: ReportSink, holds: ReportHolds): ReportSink {
  const { bill } = sink;
  const isSelection = holds === 'selection';
  return {
    ...sink,
    host: (host) => sink.host({ ...host, complete: !isSelection }),
    ...(bill && isSelection && { bill: (listed) => bill({ ...listed, partial: listed.partial ?? PART }) }),
  };
}

/** Why a bill of materials is partial that does not say so itself. */
const PART = 'it was imported as a selection';
