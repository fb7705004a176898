/** What a scan finds on a host; unchangeable, and the same object as long as nothing changed on the host. */
export interface HostPicture {
  readonly packages: readonly PicturePackage[];
  readonly kernel: PictureKernel | null;
  /** Newest last. */
  readonly log: readonly PictureLogLine[];
}

export interface PicturePackage {
  readonly name: string;
  readonly arch: string;
  readonly version: string;
  /** Source package, or the product's own name. */
  readonly source: string;
  /** Version before any security update. */
  readonly baseVersion: string;
  /** The security version that the host knows of and lacks; null = nothing is missing. */
  readonly missing: string | null;
  readonly held: boolean;
  /** UTC ms; null = as delivered. */
  readonly installedAt: number | null;
}

export interface PictureKernel {
  /** `uname -r` */
  readonly running: string;
  /** Package and version of the running one. */
  readonly package: { readonly name: string; readonly version: string };
  readonly images: readonly { readonly name: string; readonly version: string }[];
  /** UTC ms. */
  readonly bootedAt: number;
  readonly rebootNeeded: boolean;
}

/** One line of the package manager's log. */
export interface PictureLogLine {
  readonly at: number;
  readonly name: string;
  readonly arch: string;
  readonly from: string | null;
  readonly to: string;
}
