#!/usr/bin/env python3
"""Makes the sample files beside this script. Needs openpyxl. The same script always makes the same bytes.

Everything is invented: provinces, stations, people and values. Nothing here was measured.
"""
import io
import json
import math
import random
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

HERE = Path(__file__).parent
FIRST_HOUR = datetime(2026, 11, 20, 0, 0)
HOURS = 60

# code, name, longitude, latitude, how dirty the air is (1 is usual)
STATIONS = {
    "A": [
        ("MA-KK01", "Công viên Trung tâm (mẫu)", 105.842, 21.036, 1.0),
        ("MA-KK02", "Bến xe phía Nam (mẫu)", 105.861, 20.983, 1.4),
        ("MA-KK03", "Khu công nghiệp Mẫu A", 105.918, 21.072, 1.6),
        ("MA-KK04", "Hồ Xanh (mẫu)", 105.795, 21.061, 0.8),
    ],
    "B": [
        ("MB-KK01", "Quảng trường Mẫu B", 108.212, 16.047, 0.7),
        ("MB-KK02", "Cảng Mẫu B", 108.228, 16.109, 0.9),
        ("MB-KK03", "Chợ Đầu Mối (mẫu)", 108.171, 16.021, 1.1),
        ("MB-KK04", "Trường học Ven Sông (mẫu)", 108.193, 15.968, 0.6),
    ],
    "C": [
        ("MC-KK01", "Bến Phà (mẫu)", 105.781, 10.041, 0.6),
        ("MC-KK02", "Khu dân cư Mẫu C", 105.745, 10.012, 0.7),
        ("MC-KK03", "Cụm công nghiệp Mẫu C", 105.688, 10.098, 1.1),
        ("MC-KK04", "Vườn Trái Cây (mẫu)", 105.812, 9.973, 0.5),
    ],
}


def comma(value):
    return str(value).replace(".", ",")


def rush(hour):
    """Two peaks of traffic, about 07:30 and 18:30."""
    return math.exp(-((hour - 7.5) ** 2) / 6) + math.exp(-((hour - 18.5) ** 2) / 7)


def measure(rng, hour, dirt, warmth):
    """Values plausible for the time of day: dust and NO2 follow traffic, ozone follows the sun."""
    sun = max(0.0, math.sin((hour - 6) / 12 * math.pi)) if 6 <= hour <= 18 else 0.0
    noise = lambda spread: 1 + (rng.random() - 0.5) * spread
    pm25 = dirt * (18 + 22 * rush(hour) + 6 * (1 - sun)) * noise(0.25)
    pm10 = pm25 * (1.45 + 0.3 * rng.random())
    return {
        "pm25": round(pm25, 1),
        "pm10": round(pm10, 1),
        "tsp": round(pm10 * (1.4 + 0.3 * rng.random()), 1),
        "so2": round(dirt * 9 * noise(0.5), 1),
        "no2": round(dirt * (14 + 20 * rush(hour)) * noise(0.3), 1),
        "co": round(dirt * (420 + 380 * rush(hour)) * noise(0.2)),
        "o3": round((16 + 62 * sun) * noise(0.2), 1),
        "temperature": round(warmth + 5.5 * math.sin((hour - 9) / 24 * 2 * math.pi) + rng.random() - 0.5, 1),
        "humidity": round(78 - 14 * math.sin((hour - 9) / 24 * 2 * math.pi) + 4 * (rng.random() - 0.5)),
        "wind_speed": round(0.6 + 2.2 * sun + rng.random(), 1),
        "wind_direction": round((60 + 90 * sun + 40 * rng.random()) % 360),
    }


def hours():
    return [FIRST_HOUR + timedelta(hours=step) for step in range(HOURS)]


def make_excel():
    """Province A: a title above the header, decimal commas as text in two columns, real dates, an empty sheet."""
    rng = random.Random(2026)
    book = Workbook()
    sheet = book.active
    sheet.title = "Số liệu"
    header = ["STT", "Mã trạm", "Tên trạm", "Thời gian", "PM2.5 (µg/m³)", "PM10 (µg/m³)", "TSP (µg/m³)", "SO2 (µg/m³)",
              "NO2 (µg/m³)", "CO (µg/m³)", "O3 (µg/m³)", "Nhiệt độ (°C)", "Độ ẩm (%)", "Kinh độ", "Vĩ độ", "Ghi chú"]
    titles = ["SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG TỈNH MẪU A",
              "SỐ LIỆU QUAN TRẮC KHÔNG KHÍ XUNG QUANH TỪ 20/11/2026 ĐẾN 22/11/2026",
              "Dữ liệu mẫu do dự án tự tạo, không phải số đo thật"]
    for row, title in enumerate(titles, start=1):
        sheet.cell(row=row, column=1, value=title).font = Font(bold=row < 3, italic=row == 3)
        sheet.cell(row=row, column=1).alignment = Alignment(horizontal="center")
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(header))
    for column, name in enumerate(header, start=1):
        sheet.cell(row=5, column=column, value=name).font = Font(bold=True)
    number = 0
    for time in hours():
        for code, name, longitude, latitude, dirt in STATIONS["A"]:
            number += 1
            value = measure(rng, time.hour, dirt, 24)
            note = None
            if number == 90:
                value["pm10"], note = round(value["pm25"] * 0.8, 1), "PM10 nhỏ hơn PM2.5"
            if number % 53 == 0:
                value["o3"] = None
            row = [number, code, name, time, comma(value["pm25"]), value["pm10"], value["tsp"], value["so2"],
                   value["no2"], value["co"], value["o3"], comma(value["temperature"]), value["humidity"],
                   longitude, latitude, note]
            for column, cell in enumerate(row, start=1):
                sheet.cell(row=5 + number, column=column, value=cell)
            sheet.cell(row=5 + number, column=4).number_format = "dd/mm/yyyy hh:mm"
    book.create_sheet("Ghi chú")
    book.properties.creator = "Lienthong"
    book.properties.created = book.properties.modified = FIRST_HOUR
    save_with_fixed_times(book, HERE / "tinh-mau-a-khong-khi.xlsx")


def save_with_fixed_times(book, path):
    """openpyxl writes the present time into the archive and its properties; both are set to a fixed one."""
    raw = io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as read, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as write:
        for name in read.namelist():
            content = read.read(name)
            if name == "docProps/core.xml":
                content = fixed_modified(content)
            entry = zipfile.ZipInfo(name, (2026, 11, 23, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            write.writestr(entry, content)


def fixed_modified(core):
    head, rest = core.split(b"<dcterms:modified", 1)
    opening, tail = rest.split(b">", 1)
    return head + b"<dcterms:modified" + opening + b">2026-11-23T00:00:00Z</" + tail.split(b"</", 1)[1]


def make_csv():
    """Province B: semicolons, UTF-8 with byte order mark, decimal commas, words for missing values, a few bad rows."""
    rng = random.Random(1126)
    header = ["Mã trạm", "Tên trạm", "Thời gian", "PM2,5 (µg/m³)", "PM10 (µg/m³)", "SO2 (µg/m³)", "NO2 (µg/m³)",
              "CO (µg/m³)", "O3 (µg/m³)", "Nhiệt độ (°C)", "Độ ẩm (%)", "Tốc độ gió (m/s)", "Hướng gió (độ)",
              "Trạng thái"]
    columns = ["pm25", "pm10", "so2", "no2", "co", "o3", "temperature", "humidity", "wind_speed", "wind_direction"]
    rows = []
    for time in hours():
        for code, name, _, _, dirt in STATIONS["B"]:
            value = measure(rng, time.hour, dirt, 26)
            cells = {column: comma(value[column]) for column in columns}
            if value["so2"] < 5:
                cells["so2"] = "KPH"
            status = "00"
            if code == "MB-KK03" and time.day == 21 and 9 <= time.hour <= 11:
                status, cells["o3"], cells["no2"] = "01", "-", "-"
            if code == "MB-KK02" and time.hour == 3:
                cells["wind_speed"] = cells["wind_direction"] = ""
            rows.append([code, name, time.strftime("%d/%m/%Y %H:%M"), *cells.values(), status])
    rows[57][4] = "-12,4"  # PM10 cannot be negative
    rows[118][2] = "31/11/2026 05:00"  # November has 30 days
    rows[175][7] = "hỏng máy"  # words where a number belongs
    rows.insert(131, list(rows[130]))  # the same row twice
    lines = [";".join(row) for row in [header, *rows]]
    (HERE / "tinh-mau-b-khong-khi.csv").write_bytes(("\ufeff" + "\r\n".join(lines) + "\r\n").encode("utf-8"))


def make_geojson():
    """Province C: the stations of the three sample provinces, collected in one layer."""
    features = []
    for province, stations in STATIONS.items():
        for index, (code, name, longitude, latitude, _) in enumerate(stations):
            features.append({
                "type": "Feature",
                "id": code,
                "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
                "properties": {
                    "ma_tram": code,
                    "ten_tram": name,
                    "tinh": f"Tỉnh Mẫu {province}",
                    "loai": "sensor" if index == 3 else "automatic",
                    "ngay_hoat_dong": f"{index + 1:02d}/0{index + 3}/202{index + 1}",
                    "cao_do": {"A": 8, "B": 6, "C": 2}[province] + index,
                    "ghi_chu": "Dữ liệu mẫu do dự án tự tạo",
                },
            })
    collection = {"type": "FeatureCollection", "name": "tram_khong_khi_mau", "features": features}
    text = json.dumps(collection, ensure_ascii=False, indent=1)
    (HERE / "tinh-mau-c-tram.geojson").write_text(text + "\n", encoding="utf-8")


# Symbol as stations send it, and the name of the same in `measure`.
SYMBOLS = {"PM2,5": "pm25", "PM10": "pm10", "O3": "o3", "NO2": "no2", "SO2": "so2", "CO": "co"}
NETWORK_HOURS = 168
NETWORK_STATIONS = [
    ("MD-KK01", "Quảng trường Mẫu D", 105.692, 18.675, 0.8),
    ("MD-KK02", "Ngã tư Chợ Lớn (mẫu)", 105.668, 18.689, 1.9),
    ("MD-KK03", "Khu công nghiệp Mẫu D", 105.721, 18.712, 2.6),
    ("MD-KK04", "Bãi biển Mẫu D", 105.752, 18.653, 0.5),
]


def make_network():
    """Province D: a network that sends every hour. Moments are told as hours before the newest: it is alive whenever loaded."""
    rng = random.Random(4)
    network = {
        "network": {"id": "tinh-mau-d-mang-tram", "title": "Mạng trạm không khí Tỉnh Mẫu D (dữ liệu mẫu)",
                    "titleEn": "Air network of Sample Province D (sample data)", "openness": "open"},
        "everySeconds": 3600,
        "stamp": "end",
        "values": "tinh-mau-d-mang-tram.csv",
        "stations": [{"code": code, "name": name, "longitude": longitude, "latitude": latitude}
                     for code, name, longitude, latitude, _ in NETWORK_STATIONS],
    }
    text = json.dumps(network, ensure_ascii=False, indent=2)
    (HERE / "tinh-mau-d-mang-tram.json").write_text(text + "\n", encoding="utf-8")
    lines = ["hours_ago,station,parameter,unit,value,status"]
    for ago in range(NETWORK_HOURS - 1, -1, -1):
        for code, _, _, _, dirt in NETWORK_STATIONS:
            value = measure(rng, (NETWORK_HOURS - ago) % 24, dirt * (1.25 if ago // 24 == 2 else 1), 25)
            if code == "MD-KK04" and ago < 9:
                continue  # silent since
            if code == "MD-KK02" and 60 <= ago < 71:
                continue  # an outage that is over
            for symbol, name in SYMBOLS.items():
                amount, status = value[name], "00"
                if code == "MD-KK01" and symbol == "PM10" and ago == 30:
                    amount = round(amount * 9, 1)  # a spike
                if code == "MD-KK03" and symbol in ("O3", "NO2") and (ago < 2 or 100 <= ago < 104):
                    status = "01"  # calibrating
                lines.append(f'{ago},{code},"{symbol}",µg/m³,{amount},{status}')
    (HERE / "tinh-mau-d-mang-tram.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    make_excel()
    make_csv()
    make_geojson()
    make_network()
