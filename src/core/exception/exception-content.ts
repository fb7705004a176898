import type { LocalDate } from '../time.ts';

/** The compensating control worksheet, in the order of PCI DSS v4.0.1 Appendix C. */
export const worksheetFields = [
  'constraints',
  'definition',
  'objective',
  'identifiedRisk',
  'validation',
  'maintenance',
] as const;

export type WorksheetField = (typeof worksheetFields)[number];

/** `later` = the fix comes at the end; `never` = a decision not to patch. */
export const exceptionAims = ['later', 'never'] as const;

export type ExceptionAim = (typeof exceptionAims)[number];

/**
 * What an exception covers. `findings` names them one by one; the rest narrows all findings. Future ones are caught
 * only inside a unit, an asset, a fix or a product.
 */
export interface ExceptionScope {
  readonly findings: readonly string[];
  readonly unit: string | null;
  /** Asset id. */
  readonly asset: string | null;
  readonly fix: string | null;
  readonly product: string | null;
  readonly rank: string | null;
  readonly catchesFuture: boolean;
}

export interface EvidenceFile {
  readonly sha256: string;
  readonly name: string;
  /** Media type by its content, not by its name. */
  readonly type: string;
  readonly bytes: number;
}

/** Everything an approver answers for. */
export interface ExceptionContent {
  readonly title: string;
  readonly aim: ExceptionAim;
  readonly scope: ExceptionScope;
  readonly reason: string;
  readonly risk: string;
  /** Of a decision not to patch: why never, and what is done instead. */
  readonly rationale: string;
  readonly workaround: string;
  /** Each a text; all empty = a plain acceptance of risk. */
  readonly worksheet: Readonly<Record<WorksheetField, string>>;
  /** Last local day it covers; null = not chosen yet. */
  readonly until: LocalDate | null;
  /** Ids of the compensating controls it rests on. */
  readonly controls: readonly string[];
  readonly evidence: readonly EvidenceFile[];
  /** The exception that it renews. */
  readonly renews: string | null;
}

export const emptyWorksheet: ExceptionContent['worksheet'] = {
  constraints: '',
  definition: '',
  objective: '',
  identifiedRisk: '',
  validation: '',
  maintenance: '',
};

export function filledFields({ worksheet }: Pick<ExceptionContent, 'worksheet'>): number {
  return worksheetFields.filter((field) => worksheet[field].trim() !== '').length;
}

/** True with all six fields of the worksheet: without it an accepted risk is no compensating control. */
export function hasWorksheet(content: Pick<ExceptionContent, 'worksheet'>): boolean {
  return filledFields(content) === worksheetFields.length;
}

/** What bounds future findings; null = nothing does. */
export function isBounded({ unit, asset, fix, product }: ExceptionScope): boolean {
  return [unit, asset, fix, product].some((bound) => bound !== null);
}
