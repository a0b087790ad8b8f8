import ts from 'typescript'

/** A source file of ours: its path from the repository's root, with slashes, and its text. */
export interface Source {
  readonly path: string
  readonly text: string
}

export const mostLines = { file: 300, function: 60 }

/**
 * Names the core may not say. A run is known by what went in: no clock, no chance, no machine, no locale
 * (the same text sorts and prints differently elsewhere), and no text that becomes code.
 */
const unknownToCore = words(
  'Date performance Intl crypto eval Function globalThis process Buffer console fetch require parseFloat',
  'setTimeout setInterval setImmediate queueMicrotask',
)
const membersUnknownToCore = words(
  'localeCompare toLocaleString toLocaleLowerCase toLocaleUpperCase toLocaleDateString toLocaleTimeString',
  'parseFloat',
)

/** The contract and the use cases also run in a browser. */
const unknownToBrowsers = words('process Buffer require console eval Function')

/** Everything a source file breaks, one sentence each: `path:line: what`. */
export function findInSource(source: Source): string[] {
  const tree = ts.createSourceFile(source.path, source.text, ts.ScriptTarget.ES2024, true)
  return [
    ...findLongFile(source),
    ...findBannedNames(source, tree),
    ...findSlowPatterns(tree),
    ...findDefaultExports(tree),
    ...findLongFunctions(tree),
    ...findUnfinished(source),
  ]
}

function findLongFile(source: Source): string[] {
  const lines = source.text.replace(/\n$/, '').split('\n').length
  return lines > mostLines.file ? [`${source.path}:1: ${lines} lines, at most ${mostLines.file}`] : []
}

function findBannedNames(source: Source, tree: ts.SourceFile): string[] {
  const names = bannedNames(source.path)
  return nodesOf(tree).flatMap((node) => {
    if (isChance(node) && source.path.startsWith('src/core/'))
      return [at(node, 'Math.random is not for the core')]
    if (!ts.isIdentifier(node)) return []
    const banned = isMemberName(node) ? names.members : names.free
    return banned.has(node.text) ? [at(node, `${node.text} is not for this layer`)] : []
  })
}

function bannedNames(path: string): { free: ReadonlySet<string>; members: ReadonlySet<string> } {
  if (path.startsWith('src/core/')) return { free: unknownToCore, members: membersUnknownToCore }
  if (/^src\/(contract|app)\//.test(path)) return { free: unknownToBrowsers, members: new Set() }
  return { free: new Set(), members: new Set() }
}

function isChance(node: ts.Node): boolean {
  return (
    ts.isPropertyAccessExpression(node) && node.expression.getText() === 'Math' && node.name.text === 'random'
  )
}

// `row.process` and `{ process: 1 }` name a part of something, not the global.
function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isQualifiedName(parent) && parent.right === node) ||
    (ts.isBindingElement(parent) && parent.propertyName === node) ||
    ((ts.isPropertyAssignment(parent) ||
      ts.isPropertySignature(parent) ||
      ts.isPropertyDeclaration(parent) ||
      ts.isMethodDeclaration(parent) ||
      ts.isMethodSignature(parent)) &&
      parent.name === node)
  )
}

/**
 * A repetition that must end at `$` but may start anywhere is tried from every place: on a long cell of
 * spaces that is quadratic. Walk back from the end instead.
 */
function findSlowPatterns(tree: ts.SourceFile): string[] {
  return nodesOf(tree)
    .filter(ts.isRegularExpressionLiteral)
    .filter((node) => !/^\/\(*\^/.test(node.text) && /[+*}][?+]?\)*\$\)*\/[a-z]*$/.test(node.text))
    .map((node) => at(node, `${node.text} repeats up to the end from every place`))
}

function findDefaultExports(tree: ts.SourceFile): string[] {
  return nodesOf(tree)
    .filter(isDefaultExport)
    .map((node) => at(node, 'a default export has no name to look for'))
}

function isDefaultExport(node: ts.Node): boolean {
  if (ts.isExportSpecifier(node)) return node.name.text === 'default'
  return ts.isExportAssignment(node) || (ts.isModifier(node) && node.kind === ts.SyntaxKind.DefaultKeyword)
}

function findLongFunctions(tree: ts.SourceFile): string[] {
  return nodesOf(tree)
    .filter(ts.isFunctionLike)
    .filter((node) => 'body' in node && node.body !== undefined && !isTable(node.body))
    .flatMap((node) => {
      const lines = lineOf(node.end, tree) - lineOf(node.getStart(), tree) + 1
      return lines > mostLines.function ? [at(node, `${lines} lines, at most ${mostLines.function}`)] : []
    })
}

// `() => ({ … })` or `{ return [ … ] }` with no function inside: rows to read, not steps to follow.
function isTable(body: ts.Node): boolean {
  const only = ts.isBlock(body) && body.statements.length === 1 ? body.statements[0] : undefined
  let value: ts.Node | undefined = only && ts.isReturnStatement(only) ? only.expression : body
  while (value && (ts.isParenthesizedExpression(value) || ts.isSatisfiesExpression(value)))
    value = value.expression
  if (!value || !(ts.isObjectLiteralExpression(value) || ts.isArrayLiteralExpression(value))) return false
  return !nodesOf(value).some(ts.isFunctionLike)
}

function findUnfinished(source: Source): string[] {
  const lines = source.text.split('\n')
  return lines.flatMap((line, i) =>
    /\b(?:TODO|FIXME|XXX)\b/.test(line)
      ? [`${source.path}:${i + 1}: unfinished work belongs in an issue`]
      : [],
  )
}

function nodesOf(root: ts.Node): ts.Node[] {
  const nodes: ts.Node[] = []
  const visit = (node: ts.Node): void => {
    nodes.push(node)
    ts.forEachChild(node, visit)
  }
  visit(root)
  return nodes
}

function at(node: ts.Node, what: string): string {
  const tree = node.getSourceFile()
  return `${tree.fileName}:${lineOf(node.getStart(), tree)}: ${what}`
}

function lineOf(position: number, tree: ts.SourceFile): number {
  return tree.getLineAndCharacterOfPosition(position).line + 1
}

function words(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(' ')))
}
