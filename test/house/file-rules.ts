/** Names that say where a thing was put, not what it is. */
const namesOfNothing = new Set(['utils', 'util', 'index', 'helpers', 'helper', 'misc', 'common'])

/** A file of src or test is a kebab-case noun that tells what is inside. */
export function findBadName(path: string): string[] {
  const words = path.split('/')
  const file = (words.pop() ?? path).replace(/\.(?:test\.)?[a-z]+$/, '')
  const odd = [...words, file].filter((word) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(word))
  return [
    ...odd.map((word) => `${path}: '${word}' is not kebab-case`),
    ...(namesOfNothing.has(file) ? [`${path}: '${file}' does not tell what is inside`] : []),
  ]
}

// Each is put together from pieces, so that this file does not hold what it looks for.
const registryHosts = [
  ['registry', '[a-z0-9-]+', '[a-z]{2,}'],
  ['npmjs', 'com'],
  ['npm', 'pkg', 'github', 'com'],
  ['pypi', 'org'],
  ['deb', 'debian', 'org'],
  ['crates', 'io'],
].map((words) => words.join('\\.'))
const machinePlaces = ['work', 'home', 'root', 'Users', 'tmp', 'mnt']

const registryHost = new RegExp(`(?<![\\w-])(?:${registryHosts.join('|')})(?![\\w-])`)
// `https://host/home/…` and `./tmp/…` are no machine's paths.
const machinePath = new RegExp(
  `(?:(?<![\\w.~*/-])|\\bfile://)/(?:${machinePlaces.join('|')})/\\w|\\b[A-Z]:\\\\{1,2}[A-Z]\\w`,
)

/** Where a registry or somebody's machine is named: true for nobody else. */
export function findForeignPlaces(path: string, text: string): string[] {
  return text.split('\n').flatMap((line, i) => {
    const found = registryHost.exec(line) ?? machinePath.exec(line)
    return found ? [`${path}:${i + 1}: ${found[0]}`] : []
  })
}

/** An address in the lock sends everyone to the registry of whoever wrote it. */
export function findLockAddresses(lockText: string): string[] {
  const lock: { packages?: Record<string, { resolved?: string }> } = JSON.parse(lockText)
  return Object.entries(lock.packages ?? {}).flatMap(([name, entry]) =>
    entry.resolved === undefined ? [] : [`${name}: ${entry.resolved}`],
  )
}
