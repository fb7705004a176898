/** A component of a bill of materials, as far as it can be judged by feeds. */
export interface BillComponent {
  readonly name: string;
  readonly version: string | null;
  readonly purl: string | null;
  /** The bill's own word: container, application, library, operating-system… */
  readonly type: string | null;
  /** Source package with its version, `openssl@3.0.11-1`, where the purl does not tell it; absent = not told. */
  readonly upstream?: string;
}

/** What a bill of materials lists of one image, repository, application or host. */
export interface BillOfMaterials {
  /** `ReportedHost.key` of what it describes. */
  readonly host: string;
  readonly name: string;
  readonly components: readonly BillComponent[];
  /** Why the list may lack components; null = it says that it is complete. */
  readonly partial: string | null;
  /** Tool that wrote it, with its version. */
  readonly tool: string;
  /** ISO instant; null = it does not say. */
  readonly madeAt: string | null;
}
