import { UsageFault } from './command-line.ts'
import type { DiskFiles } from './disk-files.ts'

/** Stops a command whose --out would write over one of the files that it has read so far. */
export async function refuseOverwrite(out: string | undefined, files: DiskFiles): Promise<void> {
  if (out !== undefined && (await files.hasRead(out)))
    throw new UsageFault(`--out ${out} would write over a file that this command reads`)
}
