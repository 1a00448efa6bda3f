import { useEffect, useRef } from 'react'
import type uPlot from 'uplot'

interface TimeChartProps {
  /** What it shows, in words: a picture without them says nothing to whoever cannot see it. */
  readonly label: string
  /** Seconds since 1970, rising. */
  readonly times: readonly number[]
  /** One value a time; null where nothing is known. */
  readonly values: readonly (number | null)[]
  readonly height: number
  /** Without axes: a line among words. */
  readonly isSpark?: boolean
  readonly formatValue?: (value: number) => string
  readonly formatTime?: (seconds: number) => string
}

/** Values over time as a line with its ground filled, in the colours of the theme. uPlot is loaded when the first one is drawn. */
export function TimeChart(props: TimeChartProps) {
  const { label, times, values, height, isSpark = false } = props
  const host = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot | null>(null)
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
    chart.current?.setData([[...times], [...values]])
  })
  useEffect(() => {
    const element = host.current
    if (element === null) return
    let isGone = false
    const draw = async () => {
      const { default: UPlot } = await import('uplot')
      if (isGone) return
      chart.current?.destroy()
      const { times: at, values: of } = latest.current
      chart.current = new UPlot(optionsOf(element, latest), [[...at], [...of]], element)
    }
    void draw()
    const stop = onLookChanged(
      element,
      () => void draw(),
      () => chart.current?.setSize({ width: element.clientWidth, height }),
    )
    return () => {
      isGone = true
      stop()
      chart.current?.destroy()
      chart.current = null
    }
  }, [height])
  return (
    <div
      ref={host}
      className={isSpark ? 'time-chart is-spark' : 'time-chart'}
      role="img"
      aria-label={label}
      style={{ height }}
    />
  )
}

/** Calls `redraw` when colours change with the theme, the contrast or the system's own, and `resize` with the width. */
function onLookChanged(element: HTMLElement, redraw: () => void, resize: () => void): () => void {
  const theme = new MutationObserver(redraw)
  theme.observe(document.documentElement, { attributes: true })
  const queries = ['(forced-colors: active)', '(prefers-contrast: more)'].map((query) => window.matchMedia(query))
  for (const query of queries) query.addEventListener('change', redraw)
  const size = new ResizeObserver(resize)
  size.observe(element)
  return () => {
    theme.disconnect()
    size.disconnect()
    for (const query of queries) query.removeEventListener('change', redraw)
  }
}

/** A colour of the theme as a canvas takes it. */
function colorOf(element: HTMLElement, token: string): string {
  const probe = document.createElement('span')
  probe.style.color = `var(${token})`
  element.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}

/** Steps between lines of bytes: powers of two, so that they are called by round numbers. */
const BINARY_STEPS = Array.from({ length: 50 }, (_, power) => 2 ** power)

function optionsOf(element: HTMLElement, latest: { readonly current: TimeChartProps }): uPlot.Options {
  const { height, isSpark = false } = latest.current
  const line = colorOf(element, '--inc')
  const axis = (more: uPlot.Axis): uPlot.Axis => ({
    stroke: colorOf(element, '--text-muted'),
    font: `11px ${getComputedStyle(element).fontFamily}`,
    grid: { stroke: colorOf(element, '--grid'), width: 1 },
    ticks: { show: false },
    ...more,
  })
  return {
    width: element.clientWidth,
    height,
    // Right of it half of the last time's word still fits.
    padding: isSpark ? [2, 0, 0, 0] : [6, 28, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    select: { show: false, left: 0, top: 0, width: 0, height: 0 },
    scales: {
      x: { time: false },
      // From nothing on: a small change must not look like a great one.
      y: { range: (_chart, _least, most) => [0, most > 0 ? most * 1.08 : 1] },
    },
    axes: isSpark
      ? [{ show: false }, { show: false }]
      : [
          axis({
            size: 22,
            space: 90,
            values: (_chart, at) => at.map((one) => latest.current.formatTime?.(one) ?? ''),
          }),
          axis({
            size: 74,
            space: 34,
            incrs: BINARY_STEPS,
            values: (_chart, at) => at.map((one) => latest.current.formatValue?.(one) ?? ''),
          }),
        ],
    series: [
      {},
      { stroke: line, width: isSpark ? 1 : 1.5, fill: colorOf(element, '--accent-wash-2'), points: { show: false } },
    ],
  }
}
