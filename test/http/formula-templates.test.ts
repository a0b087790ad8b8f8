import t from 'tap'
import { readXlsx } from '../../src/contract/source/read-xlsx.ts'
import { smallDistrict } from '../support/small-district.ts'
import { storedServices } from '../support/stored-service.ts'

const open = await storedServices(t)
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

t.test(
  'the table that a kept formula runs on is given to be filled in, as CSV and as a workbook',
  async (t) => {
    const { as } = await open(t)
    const { post, get } = as('finance')
    const kept = await post('/v1/formulas?name=simple', smallDistrict({ data: '' }), {
      'content-type': 'application/yaml',
    })
    const place = `/v1/formulas/${String(kept.json()['id'])}/versions/1/template`
    const csv = await as('analyst').get(place)
    t.match([csv.status, csv.headers['content-type']], [200, /^text\/csv/])
    t.match(csv.text, /\n {2}frl: \{ unit: pupil, basis: "state it" \}\n/)
    t.match(csv.text, /\nid,name,enrollment,frl,level\r\n,,,,\r\n$/)
    const workbook = await get(place, { accept: XLSX })
    t.match([workbook.status, workbook.headers['content-type']], [200, XLSX])
    const read = await readXlsx(workbook.bytes, { dataset: 'now', sheet: 'Leeway' })
    t.match(read, { kind: 'done', value: { table: { header: ['field', 'value', 'what it is'] } } })
    t.equal((await get(place, { accept: 'application/json' })).status, 406)
    t.equal((await get(place.replace('/1/', '/2/'))).status, 404)
  },
)
