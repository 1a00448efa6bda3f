import type { ImageRef } from '../../shared/imageSpec.ts'
import type { VerifyProblem } from '../../shared/jobs.ts'
import { pointOfProblem } from '../model/problemPlace.ts'
import { imageKey, imagesStore } from '../stores/images.ts'
import { choosePoint } from '../stores/selection.ts'
import { showSheet } from '../stores/ui.ts'
import { visitImage } from './library.ts'

/** Opens the image a problem was found in, with the first point chosen that needs the bad file. @throws AppError */
export async function showProblem(image: ImageRef, problem: VerifyProblem): Promise<void> {
  showSheet(null)
  await visitImage(image)
  const details = imagesStore.getState().details[imageKey(image)]
  const point = details === undefined ? null : pointOfProblem(details, problem)
  if (point !== null) choosePoint(point)
}
