/** What a read can give; every outcome but bytes is a problem to report, not an exception. */
export type FileReading =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'missing' | 'outside' | 'unreadable' | 'too-large' }

/** Where files come from: a disk for the command line, an upload for a service. */
export interface Files {
  /** Reads a file named beside another one; a path that leaves the root is `outside`. */
  read(path: string, beside?: string): Promise<FileReading>
}
