import { electron } from './electron.ts'
import { main } from './main.ts'

main(electron, import.meta.dirname)
