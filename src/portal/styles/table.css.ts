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
dl.facts.wide{display:block;border-top:1px solid var(--hair)}
.facts dt{color:var(--quiet);font-size:var(--small)}
.facts dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums lining-nums}
.facts.wide>div{display:grid;grid-template-columns:minmax(9rem,14rem) 1fr;gap:.25rem 1.5rem;padding:.375rem 0;border-bottom:1px solid var(--hair)}
.facts.wide dt{font-size:inherit}
.facts>div:has(.checksum){grid-column:1/-1}
.checksum{font-size:.8125rem}
ul.reasons-why{list-style:none;padding:0;margin:0}
@media (min-width:640px){ul.reasons-why{min-width:14rem}}
.sheet{max-height:none}.sheet tr.asked>*{background:var(--accent-wash)}.sheet td{min-width:6rem}
@media (max-width:639px){
.phone-only{display:block}
.table-region.rows,.table-region.rows.long{max-height:none;overflow:visible;border:0;border-top:1px solid var(--hair)}
.rows table,.rows tbody,.rows tbody tr{display:block}
.rows thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.rows thead th{position:static}
.rows tbody tr{padding:.75rem 0;border-bottom:1px solid var(--hair)}
.rows tbody tr>*{display:flow-root;border:0;overflow-wrap:anywhere;padding:.125rem 0 .125rem calc(40% + .75rem)!important;min-height:1.75em;max-width:none;min-width:0;text-align:left}
.rows tbody tr>.number,.rows tbody tr>.short{text-align:left;white-space:normal}
.rows tbody tr>*::before{content:attr(data-label);color:var(--quiet);float:left;width:calc((100% + .75rem)*2/3);margin-left:calc((100% + .75rem)*-2/3 - .75rem)}
.rows tbody tr>th{font-size:var(--body);font-weight:600}
dl.facts{grid-template-columns:repeat(auto-fill,minmax(9rem,1fr));gap:1rem}
.rows tbody tr>th::before{font-weight:400;font-size:var(--small)}
tbody tr:hover>*{background:none}
tbody .unit{white-space:normal}
.secondary-column{display:none!important}
.facts.wide>div{grid-template-columns:minmax(0,2fr) minmax(0,3fr);gap:.75rem}
}
`;
