/** What single pages need: home, lists of entries, map, run, quarantine, operations. */
export const pagesCss = `
.lead{padding:1.5rem 0 .5rem}
.lead h1{margin-bottom:.75rem}
.lead p{font-size:1.25rem;line-height:1.55}
.numbers{display:grid;grid-template-columns:repeat(auto-fit,minmax(10rem,1fr));gap:1px 2rem;list-style:none;padding:0;margin:1.5rem 0 1rem;border-block:1px solid var(--hair)}
@media (min-width:640px){.numbers:has(time){grid-template-columns:repeat(auto-fit,minmax(12.5rem,1fr))}}
.numbers li,.numbers>div{margin:0;padding:.75rem 0}
.numbers a{text-decoration:none;display:block;color:var(--quiet)}
.numbers a:hover span:last-child{text-decoration:underline}
.figure{display:block;font-size:var(--h1);line-height:1.3;font-weight:600;color:var(--accent);font-variant-numeric:tabular-nums lining-nums;white-space:nowrap}
.numbers time.figure{font-size:1.375rem;line-height:2.4375rem}
.numbers.three{grid-template-columns:repeat(3,1fr);max-width:48rem}
.numbers.three dt{color:var(--quiet)}
.numbers.three dd{margin:0;font-size:var(--figure);color:var(--ink)}
.numbers.three dd a{color:var(--warn);text-decoration:underline;text-decoration-thickness:2px}
.search{max-width:44rem;margin:0 0 .5rem}.search input{flex:1;min-width:0}.search .filter-line{display:flex;gap:.5rem;flex-wrap:nowrap}
.many{columns:16rem;list-style:none;padding:0}
.home-columns{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,3fr);gap:0 4rem}
.home-columns h2{margin-top:1.5rem}
.doors ul{list-style:none;padding:0;margin:0;border-top:1px solid var(--hair)}
.doors li{padding:.75rem 0;margin:0;border-bottom:1px solid var(--hair)}
.doors h3{font-size:var(--small);font-weight:600;color:var(--quiet);margin:1rem 0 .25rem}
.doors a{font-weight:600}
.doors p{margin:0;color:var(--quiet);font-size:var(--small)}
.entries{list-style:none;padding:0;margin:0;border-top:1px solid var(--hair)}
.entries>li{padding:1rem 0;margin:0;border-bottom:1px solid var(--hair);max-width:none}
.entries h2,.entries h3{font-size:var(--large);margin:0 0 .25rem}
.entries p{margin:0 0 .25rem}
.entries .strip{margin:0 0 0 -1.25rem;font-size:var(--small);color:var(--quiet)}
.after-list{margin-top:1rem}
.spread{border-top:1px solid var(--hair)}.spread h2{margin-top:1.25rem;font-size:var(--large)}.spread table{max-width:44rem}
.swatch{display:block;width:3rem;height:1.25rem;border:1px solid var(--hair)}
.sparkline{display:block;height:1.5rem;width:6rem;fill:var(--data)}
.bar-line{display:flex;align-items:center;gap:.5rem}.bar-cell{flex:1;min-width:4rem;max-width:12rem;height:.75rem;fill:var(--data)}
.collection{border-top:1px solid var(--hair);margin-top:2.5rem}
.collection h2{margin-top:1.5rem}
.layer{border-top:1px solid var(--hair);margin-top:2rem}
.layer h2{margin-top:1.25rem}
.detections{margin-top:.5rem}
.addresses{list-style:none;padding:0}
.addresses li{max-width:none;padding:.125rem 0}
.map{margin:0 0 1.5rem}
.map.wide{max-width:60rem}
.map>svg{display:block;width:100%;height:auto;border:1px solid var(--hair);border-radius:var(--radius);font-size:12px}
.map text{fill:var(--map-text);font-family:inherit;font-variant-numeric:tabular-nums;paint-order:stroke;stroke:var(--map-ground);stroke-width:4px;stroke-linejoin:round}
.ground{fill:var(--map-ground)}.sea{fill:var(--map-sea)}.outlines .ground{stroke:var(--map-ground);stroke-width:2.5;stroke-linejoin:round}.outlines .border{fill:none;stroke:var(--map-line);stroke-width:1.5;vector-effect:non-scaling-stroke}
.graticule path{fill:none;stroke:var(--map-line);stroke-width:1;vector-effect:non-scaling-stroke}
.map .area,svg.area path{fill:var(--data-wash);fill-opacity:.16;stroke:var(--data);stroke-width:1.25;vector-effect:non-scaling-stroke;stroke-linejoin:round;fill-rule:evenodd}
.map .line,svg.line path{fill:none;stroke:var(--data);stroke-width:2;vector-effect:non-scaling-stroke;stroke-linejoin:round}
.map .halo,.map .point,svg.point path{fill:none;stroke-linecap:round}
.map .halo{stroke:var(--halo);stroke-width:11px}
.map use.point,svg.point path{stroke:var(--data);stroke-width:8px}
.scale-bar path{fill:none;stroke:var(--map-text);stroke-width:1.5;vector-effect:non-scaling-stroke}
.map figcaption{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;font-size:var(--small);color:var(--quiet);padding-top:.5rem}
.map .key{display:inline-flex;align-items:center;gap:.375rem}
.item-columns{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:0 3rem}
.item-columns h2{margin-top:1rem}
.lineage{border-top:1px solid var(--hair);margin-top:2rem}
.lineage h2,.history h3{margin-top:1.25rem}
.history{list-style:none;padding:0;max-width:56rem}
.history>li{max-width:none;border-top:1px solid var(--hair)}
.history h3{margin-bottom:.5rem;font-size:var(--body)}
.causes,.expectations,.conversions{list-style:none;padding:0}
.causes>li,.expectations>li{border-top:1px solid var(--hair);padding:1rem 0 .5rem;margin:0;max-width:none}
.causes h3,.expectations h3{font-size:var(--body);margin:0 0 .25rem;display:flex;flex-wrap:wrap;gap:.25rem .75rem}
.causes a{white-space:nowrap}
.causes p,.expectations p{margin:0 0 .25rem}
.conversions li{padding:.25rem 0}
.preview{border-top:1px solid var(--hair);margin-top:1.5rem}.preview h2,.preview h3{margin-top:1rem;font-size:var(--large)}.small-title{margin:1rem 0 .25rem;font-weight:600}.preview .map{max-width:30rem}
.preview[aria-busy=true] .preview-rows{opacity:.55}
.said{display:block;min-width:9rem;font-size:var(--small);color:var(--quiet)}.said.error{color:var(--bad);font-weight:400;margin:0}.preview .reasons{margin-bottom:1rem}.said.warning{color:var(--warn)}
@media (min-width:640px){.mapping-form>.actions{position:sticky;bottom:0;background:var(--paper);padding:.75rem 0;border-top:1px solid var(--hair);margin:0;max-width:none;z-index:2}.mapping-form .tried{display:block}}
.tried{display:none;flex:1;min-width:12rem;color:var(--quiet);font-size:var(--small)}
.from{display:block;font-weight:400;color:var(--quiet)}
.quarantined{border-top:1px solid var(--hair);padding:1rem 0 0}
.quarantined h2{font-size:var(--body);margin:0 0 .25rem}
.reasons{margin-bottom:.25rem}
.quarantined details{margin-bottom:.75rem}
.downloads{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.25rem 2rem}
@media (max-width:767px){
.home-columns,.item-columns{grid-template-columns:minmax(0,1fr)}
.lead{padding-top:.5rem}.lead p{font-size:var(--large)}
h1{font-size:1.5rem}
.numbers{grid-template-columns:1fr 1fr;gap:0 1.5rem}
.numbers time.figure{font-size:1.0625rem;line-height:1.4;white-space:normal}
.numbers.three{gap:0 .75rem}.numbers.three dd{font-size:1.625rem}
.map.wide>svg{font-size:26px}.map.small>svg{font-size:17px}
.map.wide text{stroke-width:8px}
}
`;
