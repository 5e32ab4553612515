// Put into every page before its own scripts: notes when the first page of a PDF was painted, and what came before. All times are milliseconds
// since the navigation began.
(() => {
  window.benchPainted = new Promise(painted => {
    const marks = () => {
      const all = { painted: performance.now(), "got page": performance.getEntriesByType("navigation")[0].responseEnd };
      for (const { name, responseEnd } of performance.getEntriesByType("resource")) {
        const of = /\/(pdf-worker|pdf)[\w.-]*\.js$/.exec(name)?.[1] ?? (/\/documents\/[\w-]+$/.test(name) ? "document" : /\/pdf\/fonts\//.test(name) ? "font" : undefined);
        if (of) all[`got ${of}`] ??= responseEnd;
      }
      return all;
    };
    const watch = new MutationObserver(() => {
      if (document.querySelector(".viewer-page[data-page='1'] canvas")) {
        watch.disconnect();
        // The picture that is made next shows it; when another is begun, it has been shown.
        requestAnimationFrame(() => requestAnimationFrame(() => painted(marks())));
      }
    });
    watch.observe(document, { subtree: true, childList: true });
  });
})();
