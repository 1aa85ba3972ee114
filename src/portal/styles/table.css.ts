/** Tables and definition lists; under 640 px a table's rows become labelled blocks. */
export const tableCss = `
.table-region{position:relative;overflow:auto;margin:0 0 1.25rem;border-block:1px solid var(--hair)}
.table-region.long{max-height:min(85vh,56rem)}
table{border-collapse:separate;border-spacing:0;width:100%;font-size:var(--small);font-variant-numeric:tabular-nums lining-nums;line-height:1.5}
caption{text-align:left;padding:.5rem 0;font-weight:600}
th,td{padding:.5rem .75rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--hair)}
tbody tr:last-child>*{border-bottom:0}
th:first-child,td:first-child{padding-left:.25rem}
thead th{position:sticky;top:0;background:var(--paper);font-weight:600;vertical-align:bottom;z-index:1}
tbody th{font-weight:400}
td,tbody th{max-width:24rem;overflow-wrap:break-word}
@media (min-width:640px){td:not(.number,.short),tbody th:not(.short){min-width:6.5rem}tbody th,thead th:first-child{position:sticky;left:0;background:var(--paper)}thead th:first-child{z-index:2}}
.number{text-align:right;white-space:nowrap}
thead .number{white-space:normal}
.unit,.short{white-space:nowrap}
tbody tr:hover>*{background:var(--accent-wash)}
.sort{text-decoration-style:dotted;color:inherit}
dl.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(15rem,100%),1fr));gap:1rem 2rem;margin-bottom:1.5rem}
.facts .meaning{display:block;color:var(--quiet);font-size:.8125rem;line-height:1.45}
.facts .origin{float:right;margin-left:1rem;font-size:var(--small)}
dl.facts.wide{display:block;border-top:1px solid var(--hair)}
.facts dt{color:var(--quiet);font-size:var(--small)}
.facts dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums lining-nums}
.facts.wide>div{display:grid;grid-template-columns:minmax(9rem,14rem) 1fr;gap:.25rem 1.5rem;padding:.375rem 0;border-bottom:1px solid var(--hair)}
.facts.wide dt{font-size:inherit}
.facts>div:has(.checksum){grid-column:1/-1}
.facts>.long{grid-column:span 2}
.rows tbody th p{font-weight:400;font-size:var(--small);color:var(--quiet);margin:.125rem 0 0}
.checksum{font-size:.8125rem}
ul.reasons-why{list-style:none;padding:0;margin:0}
@media (min-width:640px){ul.reasons-why{min-width:14rem}}
@media (min-width:640px){table:has(.column-filters) thead{position:sticky;top:0;z-index:2}table:has(.column-filters) thead th{top:auto}}
.live-map:not(.live)+p .hint{display:none}
.column-filters td{background:var(--paper);padding:.25rem .375rem;max-width:none}
.column-filters td:first-child{position:sticky;left:0;z-index:1;padding-left:0}
.column-filters input,.column-filters select{min-height:2.25rem;padding:.25rem .5rem;font-size:var(--small);min-width:6rem}
.column-filters .number input{text-align:right}
.column-filters button{min-height:2.25rem;padding:.25rem .75rem}
.table-options{margin:0 0 .75rem}
.table-options form{border-block:1px solid var(--hair);padding:1rem 0;margin:.25rem 0 .75rem}
.table-options .field.wide{max-width:60rem}
.column-choice>div{columns:13rem;column-gap:2rem}
.column-choice label{display:flex;gap:.5rem;align-items:baseline;padding:.1875rem 0;break-inside:avoid}
.column-choice input{flex:none;width:1.125rem;height:1.125rem;margin:0;align-self:center;accent-color:var(--accent)}
.chosen ul{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem .75rem;padding:0;margin:0 0 .75rem}
.chosen li{margin:0;max-width:none;padding:.1875rem .625rem;background:var(--accent-wash);border-radius:var(--radius);font-size:var(--small)}
.chosen li a{display:inline-block;padding:.125rem 0}
.chosen li.all{background:none}
tbody tr.pointed>*{background:var(--accent-wash)}
[data-busy] .table-region{opacity:.6}
.compare{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:end;margin-bottom:1rem}.compare .field{flex:1 1 16rem;max-width:26rem;margin:0}
.plain-figures dd{color:var(--ink)}
.cells{list-style:none;padding:0;margin:0}.cells li{margin:0}
td:has(.cells){max-width:none}
del,ins{text-decoration:none;padding:0 .25em;border-radius:2px}
del{background:var(--bad-wash);text-decoration:line-through;text-decoration-color:var(--bad)}
ins{background:var(--accent-wash);font-weight:600}
.change.delete{color:var(--bad)}.change.insert{color:var(--good)}.change.update{color:var(--warn)}
.sheet{max-height:none}.sheet tr.asked>*{background:var(--accent-wash)}.sheet td{min-width:6rem}
@media (max-width:639px){
.phone-only{display:block}
.table-region.rows,.table-region.rows.long{max-height:none;overflow:visible;border:0;border-top:1px solid var(--hair)}
.rows table,.rows tbody,.rows tbody tr{display:block}
.rows thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.rows thead th{position:static}
.rows thead .column-filters{display:none}
[data-part=options]:has(details[open])~.rows thead:has(.column-filters){position:static;display:block;width:auto;height:auto;clip-path:none;overflow:visible}
[data-part=options]:has(details[open])~.rows thead:has(.column-filters) tr:first-child{display:none}
[data-part=options]:has(details[open])~.rows .column-filters{display:grid!important;grid-template-columns:1fr 1fr;gap:.25rem .75rem;padding:.75rem 0}
.rows .column-filters td{display:block;border:0;padding:0;text-align:left}.rows .column-filters td::before{content:attr(data-label);display:block;font-size:var(--small);color:var(--quiet)}
.rows .column-filters td:first-child{order:1;grid-column:1/-1}.rows .column-filters td:first-child::before,.rows .column-filters td:empty{display:none}
.rows .column-filters input{text-align:left!important}
.rows tbody tr{padding:.75rem 0;border-bottom:1px solid var(--hair)}
.rows tbody tr>*{display:flow-root;border:0;overflow-wrap:anywhere;padding:.125rem 0 .125rem calc(40% + .75rem)!important;min-height:1.75em;max-width:none;min-width:0;text-align:left}
.rows tbody tr>.number,.rows tbody tr>.short{text-align:left;white-space:normal}
.rows tbody tr>*::before{content:attr(data-label);color:var(--quiet);float:left;width:calc((100% + .75rem)*2/3);margin-left:calc((100% + .75rem)*-2/3 - .75rem)}
.rows tbody tr>th{font-size:var(--body);font-weight:600;padding-left:0!important}
.rows tbody tr>th::before{content:none}
.rows tbody tr>td:has(>.none:only-child){display:none}
.rows tbody tr>.sentence{padding-left:0!important}.rows tbody tr>.sentence::before{content:none}
.rows.compact tbody tr{padding:.5rem 0}
.rows.compact tbody tr>*{display:inline;padding:0!important;min-height:0}
.rows.compact tbody tr>*::before{content:' · ';float:none;margin:0;font-weight:400}
.rows.compact tbody tr>.number::before{content:' · ' attr(data-label) ' '}
.rows.compact tbody tr>:first-child::before{content:none}
.rows.compact tbody tr>.number:first-child::before{content:attr(data-label) ' '}
.rows.compact tbody tr>:has(>.none){display:none}
.rows.compact tbody tr>th{font-size:inherit}
.rows.compact tbody tr>* div{display:inline}
.rows.compact tbody tr>* .address{display:inline-block;max-width:100%;vertical-align:bottom;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
dl.facts{grid-template-columns:repeat(auto-fill,minmax(9rem,1fr));gap:1rem}
.facts>.long{grid-column:1/-1}
tbody tr:hover>*{background:none}
tbody .unit{white-space:normal}
.secondary-column{display:none!important}
.facts.wide>div{grid-template-columns:minmax(0,2fr) minmax(0,3fr);gap:.75rem}
}
`;
