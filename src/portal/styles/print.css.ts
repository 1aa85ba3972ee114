/** Black on white, addresses of links shown, nothing that only works on a screen. */
export const printCss = `
@media print{
:root{--paper:#fff;--raised:#fff;--ink:#000;--quiet:#333;--hair:#999;--accent:#000;--accent-wash:#fff;--data:#222;--data-wash:#222;--map-ground:#fff;--map-sea:#fff;--map-line:#bbb;--map-text:#000;--halo:#fff;--bad-wash:#fff;--warn-wash:#fff}
body{font-size:10pt}
.site-header nav,.language,.skip,.site-footer ul,.filter,.paging,form,.code-block button,.find{display:none!important}
main{max-width:none;padding:0;min-height:0}
.table-region,.table-region.long{max-height:none;overflow:visible}
thead{display:table-header-group}thead th{position:static}
tr,figure,article,li{break-inside:avoid}
h1,h2,h3{break-after:avoid}
main p a[href^='http']::after,main dd a[href^='http']::after{content:' (' attr(href) ')';font-size:.85em;overflow-wrap:anywhere}
pre{white-space:pre-wrap;border:1px solid #999}
}
`;
