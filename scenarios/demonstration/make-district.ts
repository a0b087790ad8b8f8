// Writes schools.csv next to itself: `npm run x -- node scenarios/demonstration/make-district.ts`
import { readFileSync, writeFileSync } from 'node:fs'
import { makeDistrict } from './district-schools.ts'
import { districtSeed, writeSchools } from './schools-file.ts'

const shapesCsv = readFileSync(new URL('denver-shapes.csv', import.meta.url), 'utf8')
const schools = makeDistrict(shapesCsv, districtSeed)
writeFileSync(new URL('schools.csv', import.meta.url), writeSchools(schools))
const pupils = schools.reduce((sum, { enrollment }) => sum + enrollment, 0n)
console.log(`schools.csv: ${schools.length} schools, ${pupils} students`)
