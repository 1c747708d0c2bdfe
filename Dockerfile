# syntax=docker/dockerfile:1
# One image for both tiers: the web server (default) and the worker (docs/administration.md).

FROM node:20-slim AS plotly
WORKDIR /build
COPY app/plotly_bundle/ .
RUN npm install --no-audit --no-fund && npm run build

FROM python:3.11-slim
# libraries that OpenCV's and PyTorch's wheels expect from the system
RUN apt-get update && apt-get install -y --no-install-recommends libglib2.0-0 libgomp1 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements.txt ./
# the headless OpenCV is laid down last, as in app/bootstrap.py
RUN pip install --no-cache-dir -r requirements.txt \
    && pip install --no-cache-dir --no-deps --force-reinstall opencv-python-headless==5.0.0.93
COPY . .
COPY --from=plotly /build/plotly.min.js app/assets/plotly.min.js
RUN useradd --create-home gemmavision && mkdir -p /var/lib/gemmavision && chown gemmavision /var/lib/gemmavision
USER gemmavision
ENV GEMMAVISION_HOME=/var/lib/gemmavision HOST=0.0.0.0 PORT=8050
VOLUME /var/lib/gemmavision
EXPOSE 8050
CMD ["python", "-m", "app"]
