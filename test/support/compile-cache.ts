import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// Three hundred files of tests load much the same modules; what Node has compiled of them it need not compile again.
enableCompileCache(fileURLToPath(new URL('../../.tap/compiled', import.meta.url)))
