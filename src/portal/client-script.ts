/**
 * The only script of the pages, and none needs it: a page in progress takes up its new content without a reload, files
 * can be dropped anywhere on the target, examples get a button that copies them, long lists a box to find in. Passkeys and
 * the place where one stands alone cannot do without it.
 */
export function clientScript(
  words: { copy: Words; copied: Words; find: Words; passkeyFailed: Words; noPlace: Words },
  islands: IslandAddresses,
): string {
  return `const words=${JSON.stringify(words)},islands=${JSON.stringify(islands)};${body}`;
}

/** Scripts that are loaded only where a page has something for them. */
export interface IslandAddresses {
  readonly map: string;
  readonly preview: string;
  readonly table: string;
  readonly station: string;
  readonly time: string;
}

interface Words {
  readonly vi: string;
  readonly en: string;
}

const body = `
const say=(name)=>words[name][document.documentElement.lang==='en'?'en':'vi'];
const plain=(text)=>text.normalize('NFD').replace(/\\p{M}/gu,'').replace(/[đĐ]/g,'d').toLowerCase();
function addCopyButtons(){
  if(!navigator.clipboard)return;
  for(const block of document.querySelectorAll('.code-block')){
    const button=document.createElement('button');
    button.type='button';button.className='secondary';button.textContent=say('copy');
    button.addEventListener('click',async()=>{
      await navigator.clipboard.writeText(block.querySelector('code').textContent);
      button.textContent=say('copied');setTimeout(()=>{button.textContent=say('copy')},2000);
    });
    block.append(button);
  }
}
function takeDrops(){
  for(const target of document.querySelectorAll('.drop')){
    const input=target.querySelector('input[type=file]');
    target.addEventListener('dragover',(event)=>{event.preventDefault();target.classList.add('over')});
    target.addEventListener('dragleave',()=>target.classList.remove('over'));
    target.addEventListener('drop',(event)=>{
      event.preventDefault();target.classList.remove('over');
      if(event.dataTransfer.files.length>0)input.files=event.dataTransfer.files;
    });
  }
}
function addFinders(){
  document.querySelectorAll('[data-findable]').forEach((list,index)=>{
    const box=document.createElement('div');box.className='find';
    const label=document.createElement('label');label.htmlFor='find-'+index;label.textContent=say('find');
    const input=document.createElement('input');input.type='search';input.id='find-'+index;
    input.addEventListener('input',()=>{
      const asked=plain(input.value);
      for(const entry of list.children)entry.hidden=!plain(entry.textContent).includes(asked);
    });
    box.append(label,input);list.before(box);
  });
}
function followProgress(){
  const main=document.querySelector('main[data-refresh]');
  if(!main)return;
  setTimeout(async()=>{
    try{
      const answer=await fetch(location.href,{headers:{accept:'text/html'}});
      const next=new DOMParser().parseFromString(await answer.text(),'text/html').querySelector('main');
      if(answer.ok&&next){main.replaceWith(next);if(!next.dataset.refresh)start()}
    }catch{}
    followProgress();
  },Number(main.dataset.refresh)*1000);
}
async function post(path,body,token){
  const headers={'content-type':'application/json',accept:'application/json',...(token?{'x-csrf-token':token}:{})};
  const answer=await fetch(path,{method:'POST',headers,body:JSON.stringify(body)});
  const said=answer.headers.get('content-type')?.includes('json')?await answer.json():null;
  if(!answer.ok)throw new Error(said?.detail??'');
  return said;
}
function offerPasskeys(){
  if(!globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON)return;
  for(const place of document.querySelectorAll('[data-passkey]')){
    const button=place.querySelector('button');
    place.hidden=false;
    button.addEventListener('click',async()=>{
      const {passkey,options,send,token,go}=place.dataset;
      const note=place.querySelector('[role=status]');
      note.textContent='';
      try{
        const asked=await post(options,{},token);
        const response=passkey==='new'
          ?await navigator.credentials.create({publicKey:PublicKeyCredential.parseCreationOptionsFromJSON(asked)})
          :await navigator.credentials.get({publicKey:PublicKeyCredential.parseRequestOptionsFromJSON(asked)});
        const name=place.querySelector('input')?.value??'';
        await post(send,passkey==='new'?{response:response.toJSON(),name}:{response:response.toJSON()},token);
        location.assign(go);
      }catch(fault){note.textContent=fault instanceof DOMException||!fault.message?say('passkeyFailed'):fault.message}
    });
  }
}
function offerNear(){
  if(!navigator.geolocation)return;
  for(const place of document.querySelectorAll('[data-near]')){
    place.hidden=false;
    const note=place.querySelector('[role=status]');
    place.querySelector('button').addEventListener('click',()=>navigator.geolocation.getCurrentPosition(
      ({coords})=>location.assign(place.dataset.near+'&at=12/'+coords.latitude.toFixed(3)+'/'+coords.longitude.toFixed(3)),
      ()=>{note.textContent=say('noPlace')},{timeout:20000}));
  }
}
function tryDecisions(){if(document.querySelector('form[data-preview]'))import(islands.preview)}
function start(){addCopyButtons();takeDrops();addFinders();tryDecisions()}
document.querySelector('.summary[role=alert]')?.focus();
start();followProgress();offerPasskeys();offerNear();
if(document.getElementById('table-form'))import(islands.table);
if(document.querySelector('[data-map]'))import(islands.map);
if(document.querySelector('[data-steps]'))import(islands.time);
if(document.querySelector('.charted'))import(islands.station);
`;
