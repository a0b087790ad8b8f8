import { readFileSync } from 'node:fs'
import t from 'tap'
import ts from 'typescript'
import { compareCodePoints } from '../../src/core/text/code-points.ts'
import { catalogueFindings, RULE_NAMES, tablesOf } from '../support/catalogue.ts'
import { root } from '../support/committed-scenarios.ts'
import { asAdministrator, databaseServer } from '../support/database.ts'
import { ROWS } from '../support/planted-rows.ts'

const clone = await databaseServer(t)

t.test('every table, key, function and role of the database keeps the rules', async (t) => {
  const { administrator } = await clone()
  await asAdministrator(administrator, async (client) => {
    t.strictSame(await catalogueFindings(client), [])
    t.strictSame(
      await tablesOf(client),
      Object.keys(ROWS).sort(compareCodePoints),
      'and has a row in the matrix',
    )
  })
})

t.test('each of the rules finds what breaks it', async (t) => {
  const { administrator } = await clone()
  await asAdministrator(administrator, async (client) => {
    await client.query(`begin`)
    await client.query(`
      set search_path = leeway;
      create table odd_versions (id int primary key, district_id uuid, amount numeric, school_id text, person_id uuid);
      alter table odd_versions add foreign key (id) references odd_versions;
      grant all on odd_versions to leeway_app;
      create policy open on odd_versions using (true);
      create table of_app (district_id uuid primary key);
      alter table of_app owner to leeway_app;
      create function odd() returns int language sql security definer return 1;
      create view odd_view as select * from runs;
      drop policy deletes on dataset_rows;
      alter role leeway_owner bypassrls`)
    const findings = await catalogueFindings(client)
    await client.query('rollback')
    t.strictSame(
      RULE_NAMES.filter((rule) => !findings.some((finding) => finding.startsWith(`${rule}: `))),
      [],
    )
  })
})

t.test('the tables in the code are the tables of the database', async (t) => {
  const { administrator } = await clone()
  await asAdministrator(administrator, async (client) => {
    const { rows } = await client.query<{ readonly name: string }>(
      `select relname || '.' || attname as name from pg_attribute join pg_class c on c.oid = attrelid
        where relnamespace = 'leeway'::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped
          and relname not like 'migration%'`,
    )
    const there = rows.map(({ name }) => name).sort(compareCodePoints)
    t.strictSame(columnsInCode(), there)
  })
})

/** `table.column` of the interface Tables, with what it takes from others. */
function columnsInCode(): string[] {
  const path = `${root}src/store/tables.ts`
  const tree = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2024, true)
  const interfaces = new Map(
    tree.statements.filter(ts.isInterfaceDeclaration).map((each) => [each.name.text, each.members]),
  )
  const columnsOf = (node: ts.Node | undefined): string[] => {
    if (node === undefined) return []
    if (ts.isIntersectionTypeNode(node)) return node.types.flatMap(columnsOf)
    if (ts.isTypeReferenceNode(node)) return namesOf(interfaces.get(node.typeName.getText()) ?? [])
    return ts.isTypeLiteralNode(node) ? namesOf(node.members) : []
  }
  return [...(interfaces.get('Tables') ?? [])]
    .filter(ts.isPropertySignature)
    .flatMap(({ name, type }) => columnsOf(type).map((column) => `${name.getText()}.${column}`))
    .sort(compareCodePoints)
}

function namesOf(members: Iterable<ts.TypeElement>): string[] {
  return [...members].map((each) => each.name?.getText() ?? '')
}
