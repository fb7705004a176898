import { chromium } from '@playwright/test';
import { readFileSync, mkdirSync, existsSync, writeFileSync } from 'node:fs';
mkdirSync('/tmp/shots',{recursive:true});
const base='http://127.0.0.1:3456';
const b=await chromium.launch({executablePath:'/usr/bin/chromium', args:['--no-sandbox','--disable-quic','--disable-background-networking','--disable-component-update','--disable-sync','--no-first-run','--disable-dev-shm-usage']});
const ctx=await b.newContext({viewport:{width:1440,height:900}, ...(existsSync('/tmp/state.json')?{storageState:'/tmp/state.json'}:{})});
const p=await ctx.newPage();
p.on('console',m=>{ if(m.type()==='error'||m.type()==='warning') console.log('CONSOLE',m.type(),m.text().slice(0,300)); });
p.on('pageerror',e=>console.log('PAGEERROR',String(e).slice(0,400)));
if (!existsSync('/tmp/state.json')) {
  const link=/http\S+\/setup\/\S+/.exec(readFileSync('/tmp/serve.log','utf8'))![0];
  await p.goto(link); await p.screenshot({path:'/tmp/shots/setup.png'});
  await p.fill('[name=name]','Marta Oliveira'); await p.fill('[name=email]','marta@example.org'); await p.fill('[name=password]','blue lantern seventeen oxen'); 
  await p.click('button[type=submit]'); await p.waitForLoadState('networkidle').catch(()=>{}); await p.waitForTimeout(700);
  console.log(p.url()); await p.screenshot({path:'/tmp/shots/firstrun.png'});
  await p.waitForTimeout(25000); await p.screenshot({path:'/tmp/shots/afterscan.png'});
  await ctx.storageState({path:'/tmp/state.json'});
}
const only=process.argv.slice(2);
const pages: [string,string][]=[['overview','/'],['findings','/findings?verdict=fail'],['assets','/assets'],['scans','/scans'],['settings','/settings'],['policy','/settings/policy'],['tokens','/settings/tokens']];
await p.goto(base+'/findings?verdict=fail'); const f=await p.locator('tbody a').first().getAttribute('href').catch(()=>null); if(f) pages.push(['finding',f]);
await p.goto(base+'/assets'); const a=await p.locator('tbody a').first().getAttribute('href').catch(()=>null); if(a) pages.push(['asset',a]);
await p.goto(base+'/scans'); const s=await p.locator('main a[href^="/scans/"]').first().getAttribute('href').catch(()=>null); if(s) pages.push(['scan',s]);
for (const [n,u] of pages) { if(only.length && !only.some(o=>n.startsWith(o))) continue;
  for (const [w,scheme] of [[1440,'light'],[390,'light'],[1440,'dark'],[390,'dark']] as const) {
    await p.setViewportSize({width:w,height:w===390?844:900}); await p.emulateMedia({colorScheme:scheme}); await p.goto(base+u); await p.waitForTimeout(250);
    await p.screenshot({path:`/tmp/shots/${n}-${w}-${scheme}.png`, fullPage: true});
  } 
  console.log(n,u, await p.title());
}
await b.close();
