# One image for web, worker and beat. It runs as a user without rights, on a file system it cannot write to.
FROM python:3.13-slim AS build
WORKDIR /srv
COPY requirements-boot.lock requirements.lock ./
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements-boot.lock \
 && /venv/bin/uv pip install --python /venv/bin/python --require-hashes --only-binary :all: --no-binary http-ece -r requirements.lock \
 && /venv/bin/pip uninstall -y uv

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production VAR=/srv/var
RUN useradd --system --uid 10001 --no-create-home turnstone
WORKDIR /srv
COPY --from=build /venv /venv
COPY . .
# The static files need no secret; the settings for building them know none.
RUN DJANGO_SETTINGS_MODULE=config.settings.build python manage.py collectstatic --noinput --verbosity 0
USER turnstone
EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "--config", "python:config.gunicorn", "--workers", "2", "--worker-tmp-dir", "/dev/shm", "config.wsgi:application"]
