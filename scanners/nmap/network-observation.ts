/** What one network scan says, parsed from nmap's XML. All instants are UTC milliseconds. Not a verdict. */
export interface NetworkObservation {
  /** nmap's own command line, as text for display only. */
  readonly args: string;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  /** nmap wrote its `<finished>` element with success: hosts that are absent did not answer. */
  readonly finished: boolean;
  /** `exit` of the finished element, null when there is none. */
  readonly exit: string | null;
  readonly hosts: readonly NetworkHost[];
}

export interface NetworkHost {
  /** First IP address; empty only for a document that gives none. */
  readonly address: string;
  readonly addresses: readonly string[];
  readonly mac: string | null;
  readonly vendor: string | null;
  readonly hostnames: readonly string[];
  readonly state: string;
  /** Why nmap says so: arp-response, conn-refused … */
  readonly reason: string | null;
  /** The host's scan hit its time limit, so its ports are not all known. */
  readonly timedOut: boolean;
  readonly ports: readonly NetworkPort[];
  readonly os: readonly { readonly name: string; readonly accuracy: number | null }[];
}

export interface NetworkPort {
  readonly protocol: string;
  readonly port: number;
  readonly state: string;
  readonly reason: string | null;
  readonly service: NetworkService | null;
}

export interface NetworkService {
  readonly name: string;
  readonly product: string | null;
  readonly version: string | null;
  readonly extraInfo: string | null;
  readonly tunnel: string | null;
  readonly cpe: readonly string[];
  /** `table` = guessed from the port number, `probed` = from the service's own answer. */
  readonly method: string | null;
  /** 0 to 10. */
  readonly conf: number | null;
}
