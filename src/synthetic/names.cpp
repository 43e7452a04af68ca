#include "synthetic/names.hpp"

#include <array>

namespace jifen::synthetic {

namespace {

constexpr std::array<std::string_view, 48> family_names{
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林",
    "何", "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹",
    "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕", "苏", "卢", "蒋", "蔡", "贾", "丁", "魏", "薛"};

constexpr std::array<std::string_view, 40> female_characters{
    "芳", "秀", "丽", "敏", "静", "娟", "艳", "玲", "桂", "英", "兰", "霞", "红", "梅",
    "燕", "萍", "洁", "雪", "琴", "云", "莲", "淑", "慧", "婷", "颖", "倩", "琳", "蓉",
    "月", "凤", "珍", "春", "香", "巧", "雅", "岚", "菊", "荣", "素", "晶"};

constexpr std::array<std::string_view, 40> male_characters{"伟", "强", "军", "磊", "勇", "涛", "超", "明", "刚", "平",
                                                           "辉", "鹏", "杰", "斌", "波", "建", "国", "志", "文", "海",
                                                           "亮", "峰", "健", "俊", "东", "林", "宇", "庆", "永", "福",
                                                           "德", "山", "成", "龙", "宝", "祥", "立", "新", "洪", "生"};

constexpr std::array<std::string_view, 20> place_first{"青", "云", "柳", "石", "清", "松", "桃", "金", "南", "北",
                                                       "上", "下", "东", "西", "永", "兴", "长", "福", "平", "新"};
constexpr std::array<std::string_view, 20> place_second{"溪", "岭", "泉", "林", "桥", "湾", "坡", "河", "井", "台",
                                                        "沟", "陵", "峪", "庄", "园", "原", "洼", "口", "峰", "坪"};

} // namespace

std::string_view family_name(std::uint32_t number) noexcept {
    // The commonest come first; the product of two draws leans towards them as real frequencies do.
    const std::uint32_t a = number % 48;
    const std::uint32_t b = number / 48 % 48;
    return family_names[a * (b + 1) / 48];
}

void append_given_name(std::string& out, bool female, std::uint32_t number) {
    const auto& characters = female ? female_characters : male_characters;
    out += characters[number % 40];
    if (number / 40 % 5 != 0) out += characters[number / 200 % 40];
}

std::string place_name(std::uint32_t number) {
    // 1 and 20 are coprime to the sizes: neighbours share neither character.
    const std::uint32_t first = number % 20;
    const std::uint32_t second = (number / 20 + number * 7) % 20;
    return std::string(place_first[first]) + std::string(place_second[second]);
}

} // namespace jifen::synthetic
