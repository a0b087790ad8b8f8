type Row = Record<string, unknown>

/** The lines of an export as they were before there were uploads, when a row named its dataset and version. */
export function beforeUploads(lines: readonly string[]): string[] {
  const versions = new Map<unknown, Row>()
  return lines.map((line) => {
    const content = JSON.parse(line) as { migrations?: string[]; table?: string; row?: Row }
    const { migrations, table, row } = content
    if (migrations !== undefined)
      return JSON.stringify({ ...content, migrations: migrations.filter((name) => name < '0014') })
    if (row === undefined || (table !== 'dataset_versions' && table !== 'dataset_rows')) return line
    const { upload_id: upload, ...rest } = row
    if (table === 'dataset_rows') return JSON.stringify({ table, row: { ...versions.get(upload), ...rest } })
    versions.set(upload, { dataset_id: rest['dataset_id'], version: rest['version'] })
    return JSON.stringify({ table, row: rest })
  })
}
