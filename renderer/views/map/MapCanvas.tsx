import { memo, useEffect, useRef } from 'react'
import { extentOf } from '../../model/map/layout.ts'
import type { MapScene } from '../../model/map/scene.ts'
import { drawMap } from './drawMap.ts'
import { colourOf, useColours } from './useColours.ts'

/** The picture of the cells. Drawn anew when the scene or the colours change, and at no move of the pointer. */
export const MapCanvas = memo(function MapCanvas({ scene }: { readonly scene: MapScene }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const probe = useRef<HTMLElement>(null)
  const colours = useColours()
  useEffect(() => {
    const [target, ask] = [canvas.current, probe.current]
    if (target === null || ask === null) return
    drawMap(target, scene, (token) => colourOf(ask, token))
  }, [scene, colours])
  const { width, height } = extentOf(scene.layout)
  const { scale } = scene.layout
  return (
    <>
      <canvas
        ref={canvas}
        className="map-canvas"
        aria-hidden="true"
        style={{ width: width / scale, height: height / scale }}
      />
      <i ref={probe} className="map-probe" aria-hidden="true" />
    </>
  )
})
