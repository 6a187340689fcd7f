# ---
# jupyter:
#   jupytext:
#     text_representation:
#       format_name: percent
# ---

# %% [markdown]
# # Broadcasting to North Korea, 2006 to 2026
#
# Five shipped plans hold what monitors and HFCC's lists say was on the air to North Korea: VOA and RFA in the winters of
# 2006/07 and 2007/08, small independent services in 2008/09 and 2009/10, and everybody in the summer of 2026. This
# notebook counts them, and predicts who could hear them. Run it as a script (`python docs/notebooks/korean-services.py
# FOLDER` writes the pictures into a folder), or open it with jupytext or an editor that knows cells.

# %%
import sys
from pathlib import Path

import matplotlib

if __name__ == "__main__" and not hasattr(sys, "ps1"):
    matplotlib.use("Agg")  # pictures go into files

import matplotlib.pyplot as plt
import numpy as np

import bcastplan as bp

ROOT = next(folder for folder in (Path.cwd(), *Path.cwd().parents) if (folder / "schedules").is_dir())
PICTURES = Path(sys.argv[1]) if len(sys.argv) > 1 else None


def show(figure, name):
    """Keep a picture in the folder that was named, or show it."""
    if PICTURES is None:
        plt.show()
    else:
        PICTURES.mkdir(parents=True, exist_ok=True)
        figure.savefig(PICTURES / f"{name}.svg", metadata={"Date": None})
    plt.close(figure)


# %% [markdown]
# ## Hours by band
#
# Frequency-hours a day: one frequency of a service on the air for one hour, over the days on which the service is on the
# air in the plan. The lists of 2006/07 and 2007/08 hold for a few weeks, and for what monitors heard.

# %%
PLANS = {"2006/07": "dprk-b06", "2007/08": "dprk-b07", "2026": "dprk-a26"}
plans = {season: bp.open(ROOT / "schedules" / folder) for season, folder in PLANS.items()}
GOVERNMENT = {"VOA Korean", "Voice of America, Korean", "RFA Korean", "Radio Free Asia"}

bands: dict[str, dict[str, float]] = {}
for season, plan in plans.items():
    days = {row.values[0]: row.days_on_air for row in plan.hours(by="service")}
    for row in plan.hours(by=("service", "band")):
        service, band = row.values
        if service in GOVERNMENT:
            of_band = bands.setdefault(str(band), {})
            of_band[season] = of_band.get(season, 0.0) + row.frequency_minutes / 60 / days[service]

figure, axes = plt.subplots(figsize=(7, 4), layout="constrained")
below = np.zeros(len(PLANS))
for band, of_season in bands.items():
    heights = np.array([of_season.get(season, 0.0) for season in PLANS])
    axes.bar(list(PLANS), heights, bottom=below, label=band)
    below += heights
axes.set_ylabel("frequency-hours a day")
axes.set_title("VOA and RFA in Korean, by band")
figure.legend(title="band", loc="outside right upper")
show(figure, "bands")
print({season: round(float(total), 1) for season, total in zip(PLANS, below, strict=True)})

# %% [markdown]
# ## Who is predicted to be served
#
# The share of the people in North Korea's towns for whom a service is predicted to be heard with a reliability of 80 %
# or more, hour by hour. An hour without a value is either off the air or cannot be predicted: monitors' lists of
# 2006/07 rarely name a site, and what the plans assume instead is written in them with the reason.

# %%
figure, axes = plt.subplots(figsize=(7, 4), layout="constrained")
for (season, plan), size in zip(plans.items(), (12, 8, 4), strict=True):
    served = np.full(24, np.nan)
    for strip in plan.coverage(by="service").strips:
        if strip.service in GOVERNMENT:
            for hour, cell in enumerate(strip.hours):
                if cell.heard.served_share is not None:
                    served[hour] = np.nanmax([served[hour], 100 * cell.heard.served_share])
    axes.plot(np.arange(24) + 0.5, served, marker="o", markersize=size, label=season)
    print(season, "hours of the day with a prediction:", int(np.isfinite(served).sum()))
axes.set(xlabel="hour, UTC (Pyongyang is 9 hours ahead)", ylabel="served, % of people", xlim=(0, 24), ylim=(0, 105))
axes.set_title("The better of VOA and RFA, in each hour")
axes.legend()
show(figure, "served")

# %% [markdown]
# ## The independent services
#
# Stations of defectors and of civic groups buy hours from relay brokers. Monitors listed these services; hours are
# counted on the days for which each list holds.

# %%
INDEPENDENT = {
    "Free North Korea Radio": "Free North Korea Radio",
    "North Korea Reform Radio": "North Korea Reform Radio",
    "North Korea Reform R.": "North Korea Reform Radio",
    "Shiokaze": "Shiokaze",
    "Furusato no Kaze": "Furusato no Kaze",
    "Nippon no Kaze": "Nippon no Kaze",
    "CMI Voice of Wilderness": "Voice of Wilderness",
}
WINTERS = {"2008/09": "dprk-b08", "2009/10": "dprk-b09", "2026": "dprk-a26"}
names = list(dict.fromkeys(INDEPENDENT.values()))
figure, axes = plt.subplots(figsize=(8, 4), layout="constrained")
for number, (season, folder) in enumerate(WINTERS.items()):
    hours = bp.open(ROOT / "schedules" / folder).hours(by="service")
    a_day = dict.fromkeys(names, 0.0)
    for row in hours:
        if row.values[0] in INDEPENDENT:
            a_day[INDEPENDENT[str(row.values[0])]] += row.programme_minutes / 60 / row.scheduled_days
    axes.barh(np.arange(len(names)) + 0.27 * (number - 1), list(a_day.values()), 0.25, label=season)
    print(season, {name: round(value, 1) for name, value in a_day.items() if value})
axes.set_yticks(np.arange(len(names)), names)
axes.invert_yaxis()
axes.set_xlabel("programme-hours a day")
axes.legend()
show(figure, "independents")

# %% [markdown]
# ## Why the band changes with the sun
#
# Reliability from Tinian to Pyongyang by hour and frequency with one antenna: in the deep minimum of March 2008, and in
# the middle of the summer season of 2026.

# %%
frequencies = np.arange(5.9, 18.0, 0.3)
instants = np.arange(24) + 0.5
figure, panels = plt.subplots(1, 2, figsize=(9, 4), layout="constrained", sharey=True)
for panel, (year, month) in zip(panels, ((2008, 3), (2026, 7)), strict=True):
    prediction = bp.predict(
        tx_lat=15.05, tx_lon=145.6, rx_lat=39.03, rx_lon=125.75, year=year, month=month,
        hour_utc=instants, freq_mhz=frequencies[:, None], power_kw=250, antenna="AHR4/4/0.5", azimuth=325,
    )  # fmt: skip
    mesh = panel.pcolormesh(instants, frequencies, prediction.bcr_pct, vmin=0, vmax=100, cmap="viridis")
    panel.plot(instants, prediction.operational_muf_mhz[0], color="white", linestyle="--")
    panel.set(title=f"{month}/{year}", xlabel="hour, UTC")
    print(f"{month}/{year}: highest MUF {prediction.operational_muf_mhz.max():.1f} MHz")
panels[0].set_ylabel("MHz (dashed: operational MUF)")
panels[0].set_ylim(frequencies[0], frequencies[-1])
figure.colorbar(mesh, ax=panels, label="basic circuit reliability, %")
show(figure, "reliability")
