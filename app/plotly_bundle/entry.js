// plotly.js with only the chart types that the pages use; scatter is part of the core.
const Plotly = require("plotly.js/lib/core");
Plotly.register([require("plotly.js/lib/bar"), require("plotly.js/lib/scatterpolar")]);
window.Plotly = Plotly;
