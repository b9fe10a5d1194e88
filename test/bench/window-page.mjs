// What window.mjs does inside the page. Each function is sent there as text, so it stands for itself.

/** Opens the list as soon as that can be done; when the overview and the list were painted, by the clock (milliseconds). */
export function openList(count) {
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(Date.now()), 0)));
  const there = (look) =>
    new Promise((done) => {
      const check = () => {
        const found = look();
        if (!found) return;
        watch.disconnect();
        done(found);
      };
      const watch = new MutationObserver(check);
      watch.observe(document, { subtree: true, childList: true, attributes: true });
      check();
    });
  const button = (name) =>
    [...document.querySelectorAll('nav[aria-label=Sections] button')].find((each) => each.textContent.includes(name));
  return (async () => {
    await there(() => document.querySelector('[aria-label=Readiness]'));
    const overview = await painted();
    button('Certificates').click();
    await there(() =>
      count === 0
        ? [...document.querySelectorAll('main h2, main h3, main p')].some((each) =>
            each.textContent.includes('No certificates'),
          )
        : document.querySelector('[role=grid] [data-row="0"]'),
    );
    return { overview, list: await painted() };
  })();
}

/** Frame times while the element scrolls by two rows each frame, 240 frames long; without an element, while nothing happens. */
export function frameTimes(selector) {
  const element = selector === '' ? null : document.querySelector(selector);
  return new Promise((done) => {
    const times = [];
    let before;
    const step = (now) => {
      if (before !== undefined) times.push(now - before);
      before = now;
      if (element) element.scrollTop += 114;
      if (times.length < 240) requestAnimationFrame(step);
      else {
        if (element) element.scrollTop = 0;
        done(times);
      }
    };
    requestAnimationFrame(step);
  });
}

/** From now on `steps` holds, for each key press in the filter, the milliseconds until the rows that it left were painted. */
export function filterSteps() {
  globalThis.steps = [];
  const rows = () => document.querySelector('[role=grid]')?.getAttribute('aria-rowcount');
  document.addEventListener(
    'keydown',
    (event) => {
      const began = event.timeStamp;
      const before = rows();
      const watch = new MutationObserver(() => {
        if (rows() === before) return;
        watch.disconnect();
        requestAnimationFrame(() => setTimeout(() => globalThis.steps.push(performance.now() - began), 0));
      });
      watch.observe(document.body, {
        subtree: true,
        childList: true,
        attributes: true,
        attributeFilter: ['aria-rowcount'],
      });
    },
    true,
  );
}

/** The round trips of the calls that a change of the folder makes the window ask again, alone and one after the other. */
export async function timeOfCalls() {
  const found = {};
  const names = [
    ['certificates.list', undefined],
    ['overview.get', undefined],
    ['overview.attention', undefined],
    ['overview.timeline', { months: 12, slots: 40 }],
  ];
  for (const [name, input] of names) {
    const times = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const began = performance.now();
      const result = await globalThis.sealwax.call(name, input);
      // As the window does it: a long list arrives as one text (src/ipc/packed.ts).
      if (result.packed !== undefined) JSON.parse(result.packed);
      if (result.ok) times.push(performance.now() - began);
    }
    if (times.length > 0) found[name] = times.sort((one, other) => one - other)[1];
  }
  return found;
}
