/** Charts over time, and marks of stations on a map. */
export const chartCss = `
.chart{margin:0 0 .5rem;max-width:60rem}
.chart>svg{display:block;width:100%;height:auto;font-size:12px;overflow:visible}
.chart text{fill:var(--quiet);font-family:inherit;font-variant-numeric:tabular-nums}
.chart .axes path{fill:none;stroke:var(--hair);stroke-width:1}
.chart .series{fill:none;stroke:var(--data);stroke-width:1.75;stroke-linejoin:round;stroke-linecap:round}
.chart .beside{fill:none;stroke:var(--warn);stroke-width:1.5;stroke-dasharray:5 3;stroke-linejoin:round}
.chart .band{fill:var(--data-wash);fill-opacity:.16}
.chart .suspect{fill:var(--warn)}
.chart .failed{fill:none;stroke:var(--bad);stroke-width:1.5}
.chart figcaption{display:flex;flex-wrap:wrap;gap:.125rem 1.25rem;font-size:var(--small);color:var(--quiet)}
.chart figcaption span:first-child{color:var(--ink);font-weight:600}
.chart .pointed-at{color:var(--ink);font-variant-numeric:tabular-nums}.chart .pointed-at:empty{display:none}
.chart.movable>svg{cursor:crosshair;touch-action:pan-y pinch-zoom;user-select:none;-webkit-user-select:none}.chart .brush{fill:var(--accent);fill-opacity:.18}
.days{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:end;margin:0 0 1rem}.days .field{flex:0 1 11rem;margin:0}
.moves{margin-top:1rem}.moves p{margin:0 0 .25rem}.moves ul{margin-bottom:.25rem}
.charted{margin:1.25rem 0}
.spans ul{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem .5rem;padding:0;margin:0 0 .75rem}
.spans li{margin:0}.spans a{display:block;padding:.375rem .75rem;border-radius:var(--radius)}
.time-steps p{margin:0 0 .25rem}.time-steps label{display:block;max-width:60rem}.time-steps input{display:block;width:100%;min-height:2.75rem;margin:0;accent-color:var(--accent)}
.spans a[aria-current]{background:var(--accent);color:var(--on-accent);text-decoration:none}
.strip a[aria-current]{font-weight:600}
.indices .level{margin-right:.5rem;vertical-align:-.125rem}
.spots .spot,.spots .rim{fill:none;stroke-linecap:round;vector-effect:non-scaling-stroke}
.spots .rim{stroke:var(--halo);stroke-width:11px}.spots .spot{stroke:var(--good);stroke-width:8px}
.spots.fault .rim,.spots.fault .spot{stroke-linecap:square}.spots.fault .spot{stroke:var(--bad)}
.spots.offline .rim{stroke:var(--bad)}.spots.offline .spot{stroke:var(--halo);stroke-width:5px}
.spots.calibrating .rim{stroke:var(--warn);stroke-linecap:square}.spots.calibrating .spot{stroke:var(--halo);stroke-width:5px;stroke-linecap:square}
.spots.irregular .spot,.spots.withheld .spot{stroke:var(--map-text);stroke-width:5px}
.spots[class*=class-] .spot{stroke:var(--data)}
.spots.class-1 .spot{stroke-width:5px}.spots.class-2 .spot{stroke-width:6.5px}.spots.class-3 .spot{stroke-width:8px}
.spots.class-4 .rim{stroke-width:14px}.spots.class-4 .spot{stroke-width:11px}
.spots.class-5 .rim{stroke-width:17px}.spots.class-5 .spot{stroke-width:14px}
@media (max-width:767px){.chart>svg{font-size:24px}.chart .series{stroke-width:3}}
.map .base path{fill:none;stroke:#a39a8b;stroke-width:1;vector-effect:non-scaling-stroke}
.map .base text{font-size:1em;fill:var(--quiet)}
@media (max-width:767px){.map.wide .every-second{display:none}}
`;
