import t from 'tap'
import { PASSWORD, plantedPlaces, sentSoundly, soundRequest, STORED_IDS } from '../support/sound-requests.ts'
import { storedServices } from '../support/stored-service.ts'
const open = await storedServices(t)
t.test('x', async (t) => {
  const service = await open(t)
  const places = await plantedPlaces(service)
  for (const id of STORED_IDS) {
    const s = performance.now()
    const { status, text } = await sentSoundly(service, soundRequest(id, places))
    t.ok([200,201,204].includes(status), `${id} ${status} ${text.slice(0,300)}`)
    if (performance.now()-s>30) console.error(id, Math.round(performance.now()-s))
  }
})
