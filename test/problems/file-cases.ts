import { checkScenario } from '../../src/app/check-scenario.ts'
import { fromCsv, smallDistrict } from '../support/small-district.ts'
import { type ProblemCase, wrong, wrongCsv } from './problem-case.ts'

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)

/** What can be wrong with a file before anybody asks what it means. */
export const fileCases: readonly ProblemCase[] = [
  {
    claim: 'a scenario file that is not there',
    files: {},
    says: [['FILE_NOT_FOUND', 'district.yaml']],
  },
  wrong('a CSV file that is not there', { data: 'data: { file: ▸schools.csv }' }, ['FILE_NOT_FOUND', '▸']),
  wrong('a formula file that is not there', { formula: 'formula: ▸formulas/simple.yaml' }, [
    'FILE_NOT_FOUND',
    '▸',
  ]),
  {
    claim: 'a CSV file that may not be read',
    files: { 'district.yaml': smallDistrict({ data: 'data: { file: ▸schools.csv }' }) },
    refused: { 'schools.csv': 'unreadable' },
    says: [['FILE_UNREADABLE', '▸']],
  },
  {
    claim: 'a CSV file beyond all measure',
    files: { 'district.yaml': smallDistrict({ data: 'data: { file: ▸schools.csv }' }) },
    refused: { 'schools.csv': 'too-large' },
    says: [['FILE_TOO_LARGE', '▸']],
  },
  {
    claim: 'a scenario file of more than 16 MB',
    files: { 'district.yaml': `${smallDistrict()}${' '.repeat(16 * 1024 * 1024)}` },
    says: [['FILE_TOO_LARGE', 'district.yaml']],
  },
  wrong('a CSV file in the folder above', { data: 'data: { file: ▸../schools.csv }' }, [
    'FILE_OUTSIDE_ROOT',
    '▸',
  ]),
  wrongCsv(
    'a CSV file in Windows-1252',
    { data: fromCsv, csv: Buffer.from('id,enrollment,frl,level\nPeña,1,1,ES\n', 'latin1') },
    [
      'FILE_NOT_UTF8',
      'schools.csv:2:3',
      'save it as "CSV UTF-8", or state encoding: windows-1252 beside file:',
    ],
  ),
  {
    claim: 'a scenario file in Windows-1252',
    files: { 'district.yaml': Buffer.from(smallDistrict({ scenario: 'scenario: { id: Peña }' }), 'latin1') },
    says: [['FILE_NOT_UTF8', 'district.yaml:2:19', 'save it as UTF-8']],
  },
  {
    claim: 'a quote that does not end',
    files: { 'district.yaml': 'leeway: ▸"1' },
    says: [['YAML_SYNTAX', '▸']],
  },
  wrong(
    'a comma in an expression without quotes, inside braces',
    {
      lines: 'lines: [{ id: base, amount: ▸min(enrollment, frl) * base, fund: general, flexibility: free }]',
    },
    ['YAML_SYNTAX', '▸', "amount: 'min(enrollment, frl) * base'"],
  ),
  wrong('a tab that indents', { scenario: 'scenario:\n▸\tid: two-schools' }, ['YAML_SYNTAX', '▸']),
  wrong(
    'an anchor and its alias',
    { scenario: 'scenario: { id: &one ▸two, name: *one }' },
    ['YAML_ALIAS', '▸', 'write the value out at each place'],
    ['YAML_ALIAS', 'district.yaml:2:33', 'write the value out at each place'],
  ),
  wrong('a file that asks for YAML 1.1', { version: '# Ours\n▸%YAML 1.1\n---\nleeway: 1' }, [
    'YAML_DIRECTIVE',
    '▸',
    'remove the lines that start with %',
  ]),
  wrong('a tag that would make a number', { scenario: 'scenario: { id: !!int ▸5 }' }, [
    'YAML_DIRECTIVE',
    '▸',
    'remove the tag',
  ]),
  {
    claim: 'a comma that closes a list in JSON',
    files: { 'district.yaml': '{\n  "leeway": "1",\n  "scenario": { "id": "a",▸}\n}' },
    says: [
      ['JSON_SYNTAX', '▸'],
      ['JSON_SYNTAX', '▸'],
    ],
  },
  wrong('a key that stands twice', { scenario: 'scenario: { id: two, name: Two, ▸id: three }' }, [
    'DUPLICATE_KEY',
    '▸',
    'remove one of the two',
  ]),
  wrong('a key that reaches into the machine', { scenario: 'scenario: { id: two, ▸__proto__: x }' }, [
    'RESERVED_KEY',
    '▸',
  ]),
  // The document is level 0 and the scenario level 1, so that the 65th bracket is one too many.
  wrong('a list 70 levels deep', { scenario: `scenario: ${'['.repeat(64)}▸${nested(6)}${']'.repeat(64)}` }, [
    'TOO_DEEP',
    '▸',
  ]),
  {
    claim: '2,001 entries of a map',
    files: {
      'district.yaml': `leeway: 1\n${Array.from({ length: 2000 }, (_, i) => `${i === 1999 ? '▸' : ''}k${i}: x\n`).join('')}`,
    },
    says: [['VALUES_LIMIT', '▸']],
  },
  wrong(
    'a letter with forty accents',
    { scenario: `scenario: { id: two, name: ▸"e${'\\u0301\\u0323'.repeat(20)}" }` },
    ['TEXT_MARKS', '▸', 'remove the marks that nobody means'],
  ),
  // `id` stands in line 1, and again in each of the lines from 2 to 603.
  {
    claim: 'a key that stands 603 times',
    files: { 'district.json': `{ "id": 1${',\n"id": 1'.repeat(602)} }` },
    by: async (files) => checkScenario('district.json', files),
    says: [
      ...Array.from(
        { length: 500 },
        (_, i) => ['DUPLICATE_KEY', `district.json:${i + 2}:1`, 'remove one of the two'] as const,
      ),
      ['PROBLEMS_LIMIT', 'district.json:502:1', 'mend these, and check again'],
    ],
  },
]
