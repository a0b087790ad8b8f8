import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readXlsx } from 'hucre/xlsx'

/** The values of each sheet's cells, by row and column from 0. */
export type OfficeValues = ReadonlyMap<string, readonly (readonly unknown[])[]>

/** Opens files only to work every formula out again: by itself LibreOffice believes the results that files bring. */
const SETTINGS = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
`

/** Whether LibreOffice is on this machine. */
export function hasOffice(): boolean {
  try {
    execFileSync('soffice', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** What LibreOffice makes of workbooks, by the names of their files; it works in the folder given. */
export async function inOffice(
  files: ReadonlyMap<string, Uint8Array>,
  folder: string,
): Promise<ReadonlyMap<string, OfficeValues>> {
  for (const part of ['profile/user', 'in', 'out']) mkdirSync(join(folder, part), { recursive: true })
  writeFileSync(join(folder, 'profile/user/registrymodifications.xcu'), SETTINGS)
  const paths = [...files].map(([name, bytes]) => {
    const path = join(folder, 'in', name)
    writeFileSync(path, bytes)
    return path
  })
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`
  const wish = ['--headless', '--convert-to', 'xlsx:Calc MS Excel 2007 XML', '--outdir', join(folder, 'out')]
  execFileSync('soffice', [profile, ...wish, ...paths], { stdio: 'ignore' })
  const read = await Promise.all(
    [...files.keys()].map(async (name): Promise<[string, OfficeValues]> => {
      const { sheets } = await readXlsx(readFileSync(join(folder, 'out', name)))
      return [name, new Map(sheets.map((sheet) => [sheet.name, sheet.rows]))]
    }),
  )
  return new Map(read)
}
