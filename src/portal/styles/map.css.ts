/** The live map: its page, its tools, and how it stands on paper. */
export const mapCss = `
.live-map{margin:0 0 1rem}
.live-map.live>figure,.live-map.live>noscript{display:none}
.live-map .map-box{position:relative;border:1px solid var(--hair);border-radius:var(--radius);overflow:hidden;background:#e3e9ea;color:#1b1f20}
.live-map.full .map-box{height:min(70vh,44rem);min-height:24rem}
.live-map.wide .map-box{height:25rem;max-width:60rem;margin-bottom:.5rem}
.live-map.small .map-box{height:22rem;margin-bottom:.5rem}
.live-map canvas:focus-visible{outline-offset:-3px}
.live-map .maplibregl-canvas.over{cursor:pointer}
.live-map .maplibregl-ctrl-group button{width:2.75rem;height:2.75rem}
.live-map .maplibregl-ctrl-scale{font:inherit;font-size:.75rem;background:#fbf9f5;color:#1b1f20;border-color:#1b1f20}
.live-map .maplibregl-canvas:focus-visible+.crosshair{display:block}
.north{position:absolute;right:.75rem;bottom:.75rem;font-size:.75rem;font-weight:600;line-height:1;text-align:center;color:#1b1f20;background:#fbf9f5;padding:1.125rem .375rem .25rem;border-radius:var(--radius)}
.north::before{content:'';position:absolute;left:50%;top:.25rem;transform:translateX(-50%);border:.3rem solid transparent;border-top:0;border-bottom:.75rem solid #1b1f20}
.map-picture{display:none}
.map-tools{display:flex;flex-wrap:wrap;gap:.5rem;margin-bottom:.75rem}
.map-tools button{margin:0}
.map-tools button[aria-pressed=true]{background:var(--accent);color:var(--on-accent)}
.map-panel:not(:empty){border:1px solid var(--hair);border-top:0;padding:.75rem 1rem;background:var(--raised)}
.map-panel h2{font-size:var(--body);margin:0 0 .5rem}
.map-panel h3{font-size:var(--body);margin:.75rem 0 .25rem}
.map-panel article{border-top:1px solid var(--hair)}
.map-panel dl{display:grid;grid-template-columns:minmax(7rem,max-content) 1fr;gap:.125rem 1rem;margin:0 0 .5rem;font-size:var(--small)}
.map-panel dt{color:var(--quiet)}.map-panel dd{margin:0}
.map-panel p{margin:.25rem 0}
.measured{font-size:var(--h3);font-variant-numeric:tabular-nums}
.map-place{margin-top:.75rem}
.map-coordinates{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:end;margin-top:.5rem}
.map-coordinates p{margin:0;display:flex;flex-direction:column}
.map-coordinates .map-middle,.map-coordinates .fault{flex-basis:100%;max-width:none;font-variant-numeric:tabular-nums}
.map-coordinates .fault{color:var(--bad)}.map-coordinates .fault:empty{display:none}
.map-coordinates select{max-width:22rem}
.map-legend h2{font-size:var(--large);margin:1.5rem 0 .5rem}
.map-legend ul{list-style:none;padding:0;margin:0 0 1rem;border-top:1px solid var(--hair)}
.map-legend li{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem .75rem;padding:.5rem 0;margin:0;max-width:none;border-bottom:1px solid var(--hair)}
.map-legend .take{margin-left:auto;font-size:var(--small)}
.class-key{flex-basis:100%;font-size:var(--small);margin:.25rem 0 .5rem}.class-key p{margin:0 0 .125rem;font-weight:600}
.class-key ul{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;border:0!important;padding:0;margin:0}
.class-key li{display:inline-flex;align-items:center;gap:.375rem;border:0!important;padding:0!important;margin:0}
.layer-key{flex:none;background:#f3f2ea;border-radius:2px}
.map-add{margin-bottom:1rem}.map-add h2{font-size:var(--large);margin:1.5rem 0 .5rem}.map-find{max-width:32rem;margin-bottom:.5rem}.map-find .filter-line{flex-wrap:nowrap}
.map-add ul{list-style:none;padding:0;margin:0 0 .5rem;border-top:1px solid var(--hair)}
.map-add li{display:flex;gap:.25rem 1rem;justify-content:space-between;align-items:center;padding:.375rem 0;margin:0;max-width:none;border-bottom:1px solid var(--hair)}
.map-add .take{flex:none;font-size:var(--small);padding:.25rem 0}
@media (max-width:767px){.live-map.full .map-box{height:60vh;min-height:20rem}.live-map.wide .map-box{height:20rem}.map-coordinates select{max-width:100%}.map-coordinates p{flex-basis:100%}}
@media print{
.screen-only,.map-tools,.map-panel,.map-place,.maplibregl-ctrl-top-right,.crumbs{display:none!important}
.live-map.full .map-box{height:auto;min-height:0;border-color:#000}
.live-map.full .map-box canvas{display:none}
.live-map.full .map-box .maplibregl-canvas-container,.live-map.full .map-box .maplibregl-canvas{position:static}
.live-map.full .map-picture{display:block;width:100%}
.map-legend ul{border:0}.map-legend li{border:0;padding:.125rem 0}
*{print-color-adjust:exact}
}
`;
